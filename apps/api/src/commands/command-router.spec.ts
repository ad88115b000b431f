// Every command of the contract is found by its method and path, and nothing else is.

import { commandRoutes, type CommandRoute } from '@passbook/contracts';
import { routeOf } from './command-router.ts';

const routes = Object.entries(commandRoutes) as [string, CommandRoute][];

test.each(routes)('%s is found', (name, { method, path }) => {
  const filled = path.replace('{id}', 'A-1').replace('{holdId}', 'h%2D1');
  const found = routeOf(method, filled);
  expect(found).toMatchObject({ name });
  const names = typeof found === 'object' && 'path' in found ? found.path : {};
  if (path.includes('{id}')) expect(names).toMatchObject({ id: 'A-1' });
  if (path.includes('{holdId}')) expect(names).toMatchObject({ holdId: 'h-1' });
});

test.each([
  '',
  '/',
  '/v1',
  '/v1/accounts/',
  '/v1/accounts/A-1',
  '/v1/bulk',
  'v1/transfers',
  '/v1/transfers?dryRun=true',
])('%j is no command', (path) => {
  expect(routeOf('POST', path)).toBe('route-not-found');
});

test('the wrong method is told from the wrong path', () => {
  expect(routeOf('PUT', '/v1/transfers')).toEqual({ allow: ['POST'] });
  expect(routeOf('post', '/v1/transfers')).toEqual({ allow: ['POST'] });
  expect(routeOf('POST', '/v1/accounts/A-1/overdraft-limit')).toEqual({ allow: ['PUT'] });
});

test('what can not be decoded stays as it is', () => {
  expect(routeOf('POST', '/v1/accounts/%zz/close')).toMatchObject({ path: { id: '%zz' } });
});
