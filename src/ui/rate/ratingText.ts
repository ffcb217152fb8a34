// A rating's value as people read it, by its scale.

import type { RatingScale } from '../../domain/rating';
import { strings } from '../../strings';
import { fixed, signed } from '../../strings/format';

export function ratingText(value: number, scale: RatingScale): string {
  const text = strings.rating.value;
  if (scale === 'like') return text.like(value > 0);
  return scale === 'stars'
    ? text.stars(fixed(value, Number.isInteger(value) ? 0 : 1))
    : text.slider(value === 0 ? '0' : signed(value, 2));
}
