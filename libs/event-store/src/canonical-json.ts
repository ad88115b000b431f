// One text for one value: what is hashed, compared and stored must not depend on key order.

/**
 * JSON with sorted keys and no white space, as RFC 8785 (JSON Canonicalization Scheme) has it.
 * Properties that are `undefined` are left out.
 * @throws TypeError for what JSON can not carry, such as a bigint
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

function scalar(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string') throw new TypeError(`${typeof value} is not JSON`);
  return text;
}
