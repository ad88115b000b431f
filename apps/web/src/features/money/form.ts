// What every form of an action is given by the dialog around it.

import type { CommandReply } from '@passbook/contracts';

export interface FormProps {
  /** The account that the form is about, where the page knows it. */
  readonly on: string | undefined;
  readonly onDone: (reply: CommandReply) => void;
  readonly onCancel: () => void;
}
