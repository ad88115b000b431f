// Keeps a part that cannot be shown, such as code that does not come, from taking its page along.

import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** Stands in the place of the part when it fails. */
  readonly instead: ReactNode;
  readonly children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
