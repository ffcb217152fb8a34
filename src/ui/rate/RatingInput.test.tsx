// @vitest-environment happy-dom
// Rating by stars, by like, and by a slider that saves when it is let go.

import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '../../../test-support/renderUi';
import { strings } from '../../strings';
import { starId, testIds } from '../testIds';
import { RatingInput } from './RatingInput';

const text = strings.rating;

describe('stars', () => {
  it('shows the rating in force and hands on another', async () => {
    const onRate = vi.fn();
    renderUi(<RatingInput scale="stars" value={3} onRate={onRate} />);
    expect(screen.getByTestId(starId(3)).getAttribute('aria-pressed')).toBe('true');
    expect(document.querySelectorAll('.star.filled')).toHaveLength(3);
    await userEvent.click(screen.getByTestId(starId(5)));
    expect(onRate.mock.calls).toEqual([[5]]);
  });
  it('lights the stars up to the one under the mouse, and goes back', async () => {
    renderUi(<RatingInput scale="stars" value={1} onRate={vi.fn()} />);
    await userEvent.hover(screen.getByTestId(starId(4)));
    expect(document.querySelectorAll('.star.filled')).toHaveLength(4);
    fireEvent.pointerLeave(screen.getByRole('group'));
    expect(document.querySelectorAll('.star.filled')).toHaveLength(1);
  });
  it('is left out of the order of the tab key in a grid', () => {
    renderUi(<RatingInput scale="stars" value={null} onRate={vi.fn()} compact />);
    for (const button of screen.getAllByRole('button')) expect(button.tabIndex).toBe(-1);
  });
});

describe('like', () => {
  it('is one of two', async () => {
    const onRate = vi.fn();
    renderUi(<RatingInput scale="like" value={-1} onRate={onRate} />);
    expect(screen.getByTestId(testIds.ratingDislike).getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(screen.getByTestId(testIds.ratingLike));
    expect(onRate.mock.calls).toEqual([[1]]);
  });
});

describe('slider', () => {
  it('moves a draft and saves it by the button', async () => {
    const onRate = vi.fn();
    const onDraft = vi.fn();
    renderUi(
      <RatingInput scale="slider" value={null} onRate={onRate} draft={-2.5} onDraft={onDraft} />,
    );
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: text.sliderLabel });
    expect(slider.value).toBe('-2.5');
    fireEvent.change(slider, { target: { value: '1.5' } });
    expect(onDraft.mock.calls).toEqual([[1.5]]);
    expect(onRate).not.toHaveBeenCalled();
    await userEvent.click(screen.getByTestId(testIds.ratingSave));
    expect(onRate.mock.calls).toEqual([[-2.5]]);
  });
  it('in a grid saves once, when it is let go, and only where it was moved', () => {
    const onRate = vi.fn();
    renderUi(<RatingInput scale="slider" value={2} onRate={onRate} compact />);
    const slider = screen.getByRole('slider');
    fireEvent.pointerUp(slider);
    expect(onRate).not.toHaveBeenCalled();
    fireEvent.change(slider, { target: { value: '3' } });
    fireEvent.change(slider, { target: { value: '4.5' } });
    expect(onRate).not.toHaveBeenCalled();
    fireEvent.pointerUp(slider);
    fireEvent.keyUp(slider);
    expect(onRate.mock.calls).toEqual([[4.5]]);
  });
});
