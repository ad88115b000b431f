// Searches facts for what people write and look for: values of a few fields, never their names.

import { fieldOf, isPostgres, type Facts } from './fact-fields.ts';

/** Where texts and names stand in the data of facts, and in the request of a refusal. */
const places = [
  'owner',
  'reference',
  'reason',
  'holdId',
  'transferId',
  'to',
  'from',
  'request.account',
  'request.owner',
  'request.reference',
  'request.reason',
  'request.hold',
  'request.transfer',
  'request.to',
  'request.from',
] as const;

/** Stands between the values: a control character that none of them can contain. */
const SEPARATOR = '\u001F';
const notText = /[^\P{Cc}\t\r\n]/u;

/**
 * Narrows to the facts that have `q` in the name of their account, in their key, or in one of the
 * places. Letters of every script match in both cases, the same on both engines: a class of
 * characters for each letter folds nothing by the database's locale.
 */
export function containing(query: Facts, q: string): void {
  if (notText.test(q)) {
    query.andWhere('1 = 0');
    return;
  }
  const values = [
    'event.stream',
    'event.commandKey',
    ...places.map((place) => fieldOf(query, place)),
  ].join(', ');
  const postgres = isPostgres(query);
  // Most facts are told apart by their raw text, which spares parsing them.
  const raw = `(${['event.data', 'event.stream', 'event.commandKey']
    .map((column) => `${postgres ? 'LOWER(' : ''}${column}${postgres ? ' COLLATE "C")' : ''}`)
    .map((text, index) => `${text} LIKE ${index === 0 ? ':inData' : ':inName'} ESCAPE '\\'`)
    .join(' OR ')})`;
  query.andWhere(`${raw} AND CONCAT_WS(:separator, ${values}) ${postgres ? '~' : 'GLOB'} :text`, {
    inData: roughly(JSON.stringify(q).slice(1, -1)),
    inName: roughly(q),
    separator: SEPARATOR,
    text: postgres ? regexOf(q) : globOf(q),
  });
}

/** A pattern that everything matches which the exact one matches: no letter beyond ASCII counts. */
function roughly(text: string): string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `%${lower.replace(/[\\%_]/g, '\\$&').replace(/[^\0-\x7F]/gu, '_')}%`;
}

function globOf(q: string): string {
  return `*${Array.from(q, (one) => classOf(one) ?? one.replace(/[*?[]/, '[$&]')).join('')}*`;
}

function regexOf(q: string): string {
  return Array.from(q, (one) => classOf(one) ?? one.replace(/[\\^$.|?*+()[\]{}]/, '\\$&')).join('');
}

/** A letter with its other case; undefined for what has none, or has one of several characters. */
function classOf(one: string): string | undefined {
  const cases = [one, one.toLowerCase(), one.toUpperCase(), one.toUpperCase().toLowerCase()];
  // The sigma at the end of a word is the same letter.
  if (cases.includes('σ')) cases.push('ς');
  const single = new Set(cases.filter((other) => Array.from(other).length === 1));
  return single.size > 1 ? `[${[...single].join('')}]` : undefined;
}
