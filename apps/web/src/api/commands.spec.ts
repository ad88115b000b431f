// The browser's table of commands and the contract's must be one.

import { commandRoutes } from '@passbook/contracts';
import { asCurl, commandPaths, pathOf } from './commands.ts';

test('every command goes where the contract says', () => {
  const contract = Object.fromEntries(
    Object.entries(commandRoutes).map(([name, { method, path }]) => [name, { method, path }]),
  );
  expect(commandPaths).toEqual(contract);
});

test('names in a path are escaped', () => {
  const path = pathOf({ name: 'ReleaseHold', id: 'A.1', holdId: 'h/2', body: {} });
  expect(path).toBe('/v1/accounts/A.1/holds/h%2F2/release');
});

test('a copied command survives an apostrophe', () => {
  const request = {
    name: 'FreezeAccount',
    id: 'A-1',
    body: { reason: "the owner's wish" },
  } as const;
  expect(asCurl(request, 'k-1', 'http://localhost:3000')).toContain(
    String.raw`-d '{"reason":"the owner'\''s wish"}'`,
  );
});
