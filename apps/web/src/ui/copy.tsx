// A button that copies text and says so.

import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';

interface CopyButtonProps extends ButtonProps {
  readonly text: () => string;
  readonly children: ReactNode;
}

type State = 'idle' | 'copied' | 'blocked';

export function CopyButton({ text, children, ...button }: CopyButtonProps) {
  const [state, setState] = useState<State>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    void navigator.clipboard.writeText(text()).then(
      () => setState('copied'),
      () => setState('blocked'),
    );
  };
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={
        state === 'copied' ? (
          <IconCheck size={14} aria-hidden />
        ) : (
          <IconCopy size={14} aria-hidden />
        )
      }
      {...button}
      onClick={copy}
    >
      <span aria-live="polite">
        {state === 'idle' ? children : state === 'copied' ? 'Copied' : 'The browser refused'}
      </span>
    </Button>
  );
}
