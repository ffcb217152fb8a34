// Curves over the page: what a sparkline or a small plot shows, at full size.

import { Modal } from '@mantine/core';
import { strings } from '../../../strings';
import { CurvePanel, type CurvePanelProps } from './CurvePanel';

interface CurveDialogProps extends CurvePanelProps {
  readonly onClose: () => void;
}

export function CurveDialog({ onClose, ...curves }: CurveDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={curves.title}
      size="72rem"
      closeButtonProps={{ 'aria-label': strings.shortcuts.close }}
    >
      <CurvePanel {...curves} height={420} />
    </Modal>
  );
}
