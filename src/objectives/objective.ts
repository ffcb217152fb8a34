// What a training method is: its words, its data, its numbers, its arithmetic. One record per
// method, one folder per record, one line in index.ts. Everything that shows, checks or runs a
// method reads its record; nothing outside this room compares a method's name.

import type { ObjectiveTerms } from '../graph/objectiveTerms';
import type { ParadigmId } from '../paradigms/facts';
import type { ParadigmFacts } from '../paradigms/paradigmFacts';
import type { Equation } from './equation';
import type { DrawnRows } from './drawnRows';
import type { MetricSpec } from './metrics';
import type { Calibration } from './shared/calibration';

/**
 * What a batch consists of: scored samples, good ones only, pairs of a winner and a loser, whole
 * groups of one prompt's images, scored samples with advantages, examples to imitate beside the
 * policy's own samples, or steps of trajectories that the policy samples and a reward scores.
 */
export type DataKind =
  'scored' | 'positives' | 'pairs' | 'groups' | 'advantages' | 'demonstrations' | 'trajectories';

/** One number of a method, as its control shows it. All take effect at the next step of a run. */
export interface ObjectiveSetting {
  readonly key: string;
  readonly label: string;
  /** Greek or short symbol used in the equations. */
  readonly symbol: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly step: number;
  readonly meaning: string;
  readonly source: string;
  /** What differs for MaskGIT; null where the number has no meaning there (it is then 1). */
  readonly maskgit?: Partial<Omit<ObjectiveSetting, 'key' | 'maskgit'>> | null;
}

/** What a run's threshold says about its set. */
export interface SetFacts {
  /** Mean weight w over the whole set or bank. */
  readonly meanWeight: number;
  /** Share of the batch whose label is good: 1 where the batch is drawn from good samples. */
  readonly positiveShare: number;
}

/** What the words and equations of a method depend on. */
export interface EquationFacts {
  readonly paradigm: ParadigmId;
  readonly scoreScale: 'standardized' | 'raw' | 'minmax' | 'rank';
  /** Index of τ: B for a batch's own, g for a prompt's. */
  readonly thresholdIndex: 'B' | 'g' | null;
}

/** The loss of one sample of weight 1 against its log-ratio, where it is a function of that. */
export interface LossCurve {
  readonly loss: (logRatio: number, good: boolean) => number;
  /** |log-ratio| beyond which a sample on its own side has lost 9/10 of its gradient. */
  readonly flatBeyond: number;
}

export interface Objective {
  readonly id: string;
  /** Short name, as papers write it. */
  readonly label: string;
  /** Label with a few words, for a choice. */
  readonly title: string;
  /** One or two sentences for the page. */
  readonly summary: string;
  readonly paper: { readonly title: string; readonly url: string | null; readonly where: string };
  readonly data: DataKind;
  /** Which model the log-ratio is against; none: no reference pass, half the cost. */
  readonly reference: 'none' | 'base';
  /** Settings that new runs of the method begin with, where they are not the settings' defaults. */
  readonly beginsWith?: {
    readonly stepsPerRound?: number;
    readonly referenceUpdate?: 'never' | 'epoch';
  };
  /**
   * What an example is held against, of methods on demonstrations: points of the policy's own
   * trajectories, or images that the reference sampled.
   */
  readonly opponent?: 'trajectories' | 'images';
  readonly settings: readonly ObjectiveSetting[];
  readonly terms: ObjectiveTerms;
  /** The only kind of likelihood it is defined for; absent where any will do. */
  readonly likelihood?: ParadigmFacts['likelihood'];
  /**
   * The table that the terms read of a drawn batch, row-major [N, columns]; absent where they read
   * none. `values` holds the method's numbers.
   */
  readonly table?: (rows: DrawnRows, values: Readonly<Record<string, number>>) => number[];
  /**
   * Put before the prompt of a bad sample, and sampled with as the negative prompt; absent in all
   * but CSFT.
   */
  readonly badPrefix?: string;
  /** Its table reads CLIP embeddings of images and prompts. */
  readonly embeds?: true;
  /**
   * Its losers are pushed away, and `winnerPreserving` may scale that down so that the winners are
   * not harmed (shared/winnerPreserving.ts).
   */
  readonly preservesWinners?: true;
  /** It compares rows of different pairs, which may then share one timestep (`timestepSharing`). */
  readonly crossesPairs?: true;
  /**
   * The factor on dL/dm that takes the loss's own scale out, so that clip and learning rate mean
   * the same at any setting (docs/losses.md 1.3 i). `values` holds the method's numbers.
   */
  readonly gradientScale: (values: Readonly<Record<string, number>>, facts: SetFacts) => number;
  /** Numbers of the terms that follow from the settings (log α of α). */
  readonly numbers?: (values: Readonly<Record<string, number>>) => Readonly<Record<string, number>>;
  /** What `gradientScale` leaves the norm of, for the chart's legend. */
  readonly gradientOf: (paradigm: EquationFacts['paradigm']) => string;
  /** Which samples the loss of a step is the mean of. */
  readonly lossOver: 'batch' | 'weighted';
  /**
   * MaskGIT: a sample's error is the mean over its own masked tokens, or weighs with their number,
   * so that the loss is the mean over the masked tokens of the batch.
   */
  readonly tokenMean: 'sample' | 'batch';
  /**
   * In words, for the chart's legend: the loss of a policy equal to its reference (firstLoss.ts).
   * Null where the method has no reference or the number no name.
   */
  readonly firstLossName: string | null;
  readonly metrics: readonly MetricSpec[];
  readonly equations: (facts: EquationFacts) => readonly Equation[];
  /** What the letters of the equations stand for, in one sentence. */
  readonly symbols: (paradigm: EquationFacts['paradigm']) => string;
  /** The gain κ on an error difference, where several numbers make it; null elsewhere. */
  readonly gain:
    | ((
        paradigm: EquationFacts['paradigm'],
        values: Readonly<Record<string, number>>,
      ) => { readonly of: string; readonly value: number } | null)
    | null;
  readonly curve: ((values: Readonly<Record<string, number>>) => LossCurve) | null;
  /** The number that can be set from how far log-ratios spread; absent or null: none. */
  readonly calibration?: (paradigm: ParadigmId) => Calibration | null;
}
