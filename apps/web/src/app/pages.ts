// The code of each page, as a chunk of its own.

export const loadPages = {
  overview: () => import('../features/overview/overview-page.tsx'),
  accounts: () => import('../features/accounts/accounts-page.tsx'),
  account: () => import('../features/accounts/account-page.tsx'),
  audit: () => import('../features/audit/audit-page.tsx'),
  event: () => import('../features/audit/event-page.tsx'),
};
