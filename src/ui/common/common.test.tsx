// @vitest-environment happy-dom
// The small parts that every screen is made of: what they say, and what they hand on.

import { Button } from '@mantine/core';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '../../../test-support/renderUi';
import { strings } from '../../strings';
import { ChartOrTable } from './ChartOrTable';
import { Choice } from './Choice';
import { ConfirmDelete } from './ConfirmDelete';
import { firstClick } from './firstClick';
import { ProgressLine } from './ProgressLine';
import { Segments } from './Segments';
import { sourceName } from './sourceName';

const OPTIONS = [
  { value: 'constant', label: 'Constant' },
  { value: 'cosine', label: 'Cosine' },
] as const;

describe('Choice', () => {
  it('shows the value in force and hands on the one chosen', async () => {
    const onChange = vi.fn();
    renderUi(<Choice label="Schedule" value="constant" options={OPTIONS} onChange={onChange} />);
    const select = screen.getByLabelText<HTMLSelectElement>('Schedule');
    expect(select.value).toBe('constant');
    expect(within(select).getAllByRole('option')).toHaveLength(2);
    await userEvent.selectOptions(select, 'cosine');
    expect(onChange.mock.calls).toEqual([['cosine']]);
  });
  it('cannot be changed while it is disabled', async () => {
    const onChange = vi.fn();
    renderUi(
      <Choice label="Schedule" value="constant" options={OPTIONS} onChange={onChange} disabled />,
    );
    await userEvent.selectOptions(screen.getByLabelText('Schedule'), 'cosine');
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('Segments', () => {
  it('is a group of radio buttons, one of them on', async () => {
    const onChange = vi.fn();
    renderUi(<Segments label="Schedule" value="cosine" options={OPTIONS} onChange={onChange} />);
    const group = screen.getByRole('group', { name: 'Schedule' });
    const radios = within(group).getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => radio.checked)).toEqual([false, true]);
    await userEvent.click(screen.getByLabelText('Constant'));
    expect(onChange.mock.calls).toEqual([['constant']]);
  });
});

it('makes one thing of a double click, and another of the next click or key', async () => {
  const make = vi.fn();
  renderUi(<Button onClick={firstClick(make)}>Make</Button>);
  const button = screen.getByRole('button');
  await userEvent.dblClick(button);
  expect(make).toHaveBeenCalledTimes(1);
  button.focus();
  await userEvent.keyboard('{Enter}');
  expect(make).toHaveBeenCalledTimes(2);
});

describe('ProgressLine', () => {
  it('tells the share where the total is known', () => {
    renderUi(<ProgressLine progress={{ phase: 'encode', done: 30, total: 120 }} />);
    const bar = screen.getByRole('progressbar', { name: strings.phases['encode']! });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(screen.getByText(strings.common.ofTotal('30', '120'))).toBeTruthy();
  });
  it('never says more than all of it, and nothing where the total is not known', () => {
    const { rerender } = renderUi(
      <ProgressLine progress={{ phase: 'encode', done: 130, total: 120 }} />,
    );
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
    rerender(<ProgressLine progress={{ phase: 'Something new', done: 0, total: 0 }} />);
    const bar = screen.getByRole('progressbar', { name: 'Something new' });
    expect(bar.hasAttribute('aria-valuenow')).toBe(false);
  });
  it('offers to cancel only where that is possible', async () => {
    const onCancel = vi.fn();
    const progress = { phase: 'encode', done: 0, total: 0 };
    const { rerender } = renderUi(<ProgressLine progress={progress} />);
    expect(screen.queryByRole('button')).toBeNull();
    rerender(<ProgressLine progress={progress} onCancel={onCancel} />);
    await userEvent.click(screen.getByRole('button', { name: strings.common.cancel }));
    expect(onCancel).toHaveBeenCalledTimes(1);
  });
});

describe('ConfirmDelete', () => {
  it('deletes after a second yes only, with the focus on the safe answer', async () => {
    const onDelete = vi.fn();
    renderUi(<ConfirmDelete question="Delete run 1?" onDelete={onDelete} testId="bin" />);
    await userEvent.click(screen.getByTestId('bin'));
    expect(onDelete).not.toHaveBeenCalled();
    const keep = screen.getByRole('button', { name: strings.common.keep });
    expect(document.activeElement).toBe(keep);
    await userEvent.click(keep);
    expect(screen.queryByTestId('bin-confirm')).toBeNull();
    await userEvent.click(screen.getByTestId('bin'));
    await userEvent.click(screen.getByTestId('bin-confirm'));
    expect(onDelete).toHaveBeenCalledTimes(1);
    expect(screen.queryByTestId('bin-confirm')).toBeNull();
  });
});

describe('ChartOrTable', () => {
  it('computes its rows only when the table is asked for', async () => {
    const rows = vi.fn(() => [
      ['0', '0.69'],
      ['1', '0.61'],
    ]);
    renderUi(
      <ChartOrTable title="Loss" summary="Falls." columns={['Step', 'Loss']} rows={rows}>
        <p>the drawn curve</p>
      </ChartOrTable>,
    );
    expect(screen.getByText('the drawn curve')).toBeTruthy();
    expect(rows).not.toHaveBeenCalled();
    const button = screen.getByRole('button', { pressed: false });
    await userEvent.click(button);
    expect(screen.queryByText('the drawn curve')).toBeNull();
    const cells = screen.getAllByRole('cell').map((cell) => cell.textContent);
    expect(cells).toEqual(['0', '0.69', '1', '0.61']);
    expect(screen.getByText('Falls.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { pressed: true }));
    expect(screen.getByText('the drawn curve')).toBeTruthy();
  });
});

describe('sourceName', () => {
  it('reads words and opposites that no list holds from their id', () => {
    expect(sourceName('words:smile|sad', [])).toBe('smile − sad');
    expect(sourceName('opposite:words:smile|sad', null)).toBe(
      strings.rewards.opposite('smile − sad'),
    );
    expect(sourceName('by hand', [])).toBe('by hand');
  });
});
