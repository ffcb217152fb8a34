// The guide: pages that say what to look at, each with plans to try. A tried plan trains at once.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { GUIDE } from '../../objectives/benchGuide';
import { benchLabel, samePlan } from '../../objectives/benchVariants';
import { benchStore, changePlan } from '../../state/bench2d/benchStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.guide;

export function BenchGuide() {
  const [page, setPage] = useState<number | null>(null);
  const now = useStore(benchStore, (state) => state.plan);
  const shown = page === null ? null : GUIDE[page]!;
  if (page === null || shown === null)
    return (
      <section className="panel guide closed" aria-label={text.title}>
        <p className="small muted">{text.closed}</p>
        <Button
          variant="default"
          size="compact-sm"
          data-testid={testIds.guideOpen}
          onClick={() => setPage(0)}
        >
          {text.open}
        </Button>
      </section>
    );
  const { title, text: paragraphs } = text.pages[shown.key];
  return (
    <section className="panel guide" aria-label={text.title} data-testid={testIds.guide}>
      <header className="spread">
        <h2>{title}</h2>
        <span className="row tight">
          <span className="small muted">{text.page(whole(page + 1), whole(GUIDE.length))}</span>
          <Button
            variant="default"
            size="compact-sm"
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          >
            {text.previous}
          </Button>
          <Button
            size="compact-sm"
            disabled={page === GUIDE.length - 1}
            data-testid={testIds.guideNext}
            onClick={() => setPage(page + 1)}
          >
            {text.next}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={() => setPage(null)}>
            {text.close}
          </Button>
        </span>
      </header>
      <div className="guide-text" aria-live="polite">
        {paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <div className="row tight">
        <span className="small muted">{text.try}</span>
        {shown.tries.map((plan) => (
          <button
            key={benchLabel(plan, shown.tries)}
            type="button"
            className="pill"
            aria-pressed={samePlan(plan, now)}
            data-testid={testIds.guideTry}
            onClick={() => changePlan(plan)}
          >
            {benchLabel(plan, shown.tries)}
          </button>
        ))}
      </div>
    </section>
  );
}
