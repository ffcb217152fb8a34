// Keeps a part of the page that fails while it is drawn from taking the rest with it: it says so in
// its place and can be tried again.

import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { strings } from '../../strings';
import { showError } from '../../strings/show';
import { Failure } from './Failure';
import { testIds } from '../testIds';

interface BoundaryProps {
  readonly children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? new Error('unknown') };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const remedy = strings.storage.panelFailedRemedy;
    return (
      <Failure
        failure={{ kind: 'Unexpected', message: showError(error), remedy }}
        title={strings.storage.panelFailed}
        testId={testIds.panelFailure}
      >
        <Button size="compact-sm" variant="default" onClick={() => this.setState({ error: null })}>
          {strings.storage.tryAgain}
        </Button>
      </Failure>
    );
  }
}
