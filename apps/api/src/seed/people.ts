// Who banks at the demo bank: people and the businesses that pay them, house them and feed them.

/** Amounts in whole units of the currency, as they are usual where it is spent. */
export interface Town {
  readonly currency: string;
  readonly employer: string;
  readonly landlord: string;
  readonly shop: string;
  readonly salary: readonly [number, number];
  readonly rent: readonly [number, number];
  readonly purchase: readonly [number, number];
  readonly cash: number;
  readonly merchants: readonly [string, ...string[]];
}

export interface Customer {
  readonly account: string;
  readonly owner: string;
  readonly currency: string;
  readonly overdraftLimit?: string;
}

export const towns: readonly Town[] = [
  {
    currency: 'EUR',
    employer: 'B-1001',
    landlord: 'B-1002',
    shop: 'B-1003',
    salary: [2400, 3900],
    rent: [780, 1150],
    purchase: [9, 140],
    cash: 50,
    merchants: ['Markthalle Neun', 'Kinobar Lumen', 'Apotheke am Tor', 'Radwerk', 'Teehaus Miro'],
  },
  {
    currency: 'USD',
    employer: 'B-2001',
    landlord: 'B-2002',
    shop: 'B-2003',
    salary: [3200, 4800],
    rent: [1150, 1600],
    purchase: [12, 180],
    cash: 60,
    merchants: ['Corner Grocery', 'Northside Hardware', 'Tenth Street Deli', 'Lakeview Pharmacy'],
  },
  {
    currency: 'CZK',
    employer: 'B-3001',
    landlord: 'B-3002',
    shop: 'B-3003',
    salary: [38_000, 61_000],
    rent: [13_500, 19_000],
    purchase: [180, 2400],
    cash: 1000,
    merchants: ['Potraviny Na Rohu', 'Kino Svět', 'Lékárna U Anděla', 'Knihy Dobrovský dvůr'],
  },
];

export const businesses: readonly Customer[] = [
  { account: 'B-1001', owner: 'Atelier Brandt GmbH', currency: 'EUR' },
  { account: 'B-1002', owner: 'Nordlicht Wohnen AG', currency: 'EUR' },
  { account: 'B-1003', owner: 'Café Hafenblick', currency: 'EUR', overdraftLimit: '5000' },
  { account: 'B-2001', owner: 'Marlow Design Studio LLC', currency: 'USD' },
  { account: 'B-2002', owner: 'Harbor Street Realty LLC', currency: 'USD' },
  { account: 'B-2003', owner: 'Blue Ridge Coffee Co.', currency: 'USD', overdraftLimit: '5000' },
  { account: 'B-3001', owner: 'Vltava Software s.r.o.', currency: 'CZK' },
  { account: 'B-3002', owner: 'Bytový dům Letná s.r.o.', currency: 'CZK' },
  { account: 'B-3003', owner: 'Pekárna U Mostu s.r.o.', currency: 'CZK', overdraftLimit: '80000' },
];

export const people: readonly Customer[] = [
  { account: 'A-1001', owner: 'Ada Winter', currency: 'EUR', overdraftLimit: '1000' },
  { account: 'A-1002', owner: 'Jonas Lindqvist', currency: 'EUR' },
  { account: 'A-1003', owner: 'Marta Oliveira', currency: 'EUR', overdraftLimit: '500' },
  { account: 'A-1004', owner: 'Tomasz Zieliński', currency: 'EUR' },
  { account: 'A-1005', owner: 'Elif Aydın', currency: 'EUR' },
  { account: 'A-1006', owner: 'Sean O’Malley', currency: 'EUR', overdraftLimit: '750' },
  { account: 'A-2001', owner: 'Grace Whitfield', currency: 'USD', overdraftLimit: '1000' },
  { account: 'A-2002', owner: 'Malik Johnson', currency: 'USD' },
  { account: 'A-2003', owner: 'Rosa Delgado', currency: 'USD', overdraftLimit: '300' },
  { account: 'A-2004', owner: 'Henry Cho', currency: 'USD' },
  { account: 'A-3001', owner: 'Tereza Nováková', currency: 'CZK', overdraftLimit: '20000' },
  { account: 'A-3002', owner: 'Petr Dvořák', currency: 'CZK' },
  { account: 'A-3003', owner: 'Lucie Horáková', currency: 'CZK', overdraftLimit: '10000' },
  { account: 'A-3004', owner: 'Ondřej Malý', currency: 'CZK' },
];

/** Whose account is frozen in the end, and whose is closed. */
export const frozen: Customer = { account: 'A-1007', owner: 'Viktor Hale', currency: 'EUR' };
export const closed: Customer = { account: 'A-2005', owner: 'Nora Bennett', currency: 'USD' };
