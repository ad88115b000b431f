// One small sign for each kind of fact; the words beside it carry the meaning.

import type { BankingEventType } from '@passbook/banking';
import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBan,
  IconDoorEnter,
  IconHourglass,
  IconHourglassOff,
  IconLock,
  IconSnowflake,
  IconSun,
} from '@tabler/icons-react';

const icons: Readonly<Record<BankingEventType, typeof IconBan>> = {
  AccountOpened: IconDoorEnter,
  MoneyDeposited: IconArrowDownLeft,
  MoneyReceived: IconArrowDownLeft,
  MoneyWithdrawn: IconArrowUpRight,
  MoneySent: IconArrowUpRight,
  HoldPlaced: IconHourglass,
  HoldCaptured: IconArrowUpRight,
  HoldReleased: IconHourglassOff,
  HoldExpired: IconHourglassOff,
  OverdraftLimitSet: IconAdjustmentsHorizontal,
  AccountFrozen: IconSnowflake,
  AccountUnfrozen: IconSun,
  AccountClosed: IconLock,
  TransactionReversed: IconArrowBackUp,
  CommandRefused: IconBan,
};

export function FactIcon({ type, size = 17 }: { type: BankingEventType; size?: number }) {
  const Icon = icons[type];
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
