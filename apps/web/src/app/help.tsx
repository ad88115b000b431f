// The keys of the app, and the few preferences that a person may have.

import { Modal, SegmentedControl, Switch } from '@mantine/core';
import { useReturnFocus } from '../ui/return-focus.ts';
import { changeSettings, useSettings } from '../ui/settings.ts';
import classes from './help.module.css';

const keys: readonly [string, string][] = [
  ['Ctrl K', 'Search accounts, pages and actions'],
  ['/', 'Search on this page'],
  ['g o', 'Go to the overview'],
  ['g a', 'Go to the accounts'],
  ['g l', 'Go to the audit log'],
  ['n', 'New movement'],
  ['l', 'Pause or resume live updates'],
  ['j k', 'Next and previous row of a list'],
  ['Enter', 'Open the row'],
  ['y', 'Copy the link of the row'],
  ['Esc', 'Close what is open'],
  ['?', 'This help'],
];

export default function Help({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const { zone, singleKeys } = useSettings();
  return (
    <Modal opened onClose={onClose} title="Keys and preferences" size="lg">
      <dl className={classes['keys']}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className={classes['preferences']}>
        <Switch
          label="Keys without a modifier"
          checked={singleKeys}
          onChange={(event) => changeSettings({ singleKeys: event.currentTarget.checked })}
        />
        <div>
          <span id="zone-label">Times are shown in</span>
          <SegmentedControl
            aria-labelledby="zone-label"
            value={zone}
            onChange={(value) => changeSettings({ zone: value === 'local' ? 'local' : 'utc' })}
            data={[
              { value: 'utc', label: 'UTC' },
              { value: 'local', label: 'Local time' },
            ]}
          />
        </div>
      </div>
    </Modal>
  );
}
