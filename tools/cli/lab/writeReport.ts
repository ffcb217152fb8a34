// Writes a lab's report and its charts into docs/.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { labRewards } from './ground';
import type { LabFile } from './labFile';
import { LabFolder } from './labState';
import { rewardSection, type ReportImage } from './reportText';
import { curvesSvg, frontierSvg } from './reportImages';
import { labResults } from './results';
import { sheetFacts, sheetName } from './sheet';

const IMAGE_WORDS = {
  frontier:
    'Reward against drift on the validation prompts: the points of each method (its trials, and ' +
    'the quarters of the chosen run) that no other of its points beats; large: the chosen trial.',
  curves: 'The chosen trial on the validation prompts, at every quarter of its run.',
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `docs`: folder of the report. Resolves with the paths of the files that were written. */
export async function writeLabReport(
  lab: LabFile,
  state: string,
  path: string,
  docs = 'docs',
): Promise<string[]> {
  const folder = new LabFolder(state);
  const ids = labRewards(lab).map(({ id }) => id);
  const written: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    const parser = name.endsWith('.md') ? 'markdown' : null;
    await writeFile(join(docs, name), parser ? await format(text, { parser }) : text);
    written.push(join(docs, name));
  };
  await mkdir(docs, { recursive: true });
  const sections: string[] = [];
  for (const reward of lab.rewards) {
    const results = await labResults(lab, folder, reward);
    if (results === null) {
      sections.push(`## ${reward.name}\n\nNothing is measured yet.\n`);
      continue;
    }
    const images: ReportImage[] = [];
    const sheet = await sheetFacts(state, reward);
    if (sheet)
      images.push({
        file: sheetName(lab, reward),
        words:
          `Rows: ${sheet.rows.join(', ')} (seed ${lab.seeds[0]}). Columns, the same noise in ` +
          `each: ${sheet.prompts.join(', ')}.`,
      });
    const charts = { frontier: frontierSvg(results), curves: curvesSvg(results) };
    for (const [kind, svg] of Object.entries(charts)) {
      if (svg === null) continue;
      const name = `${lab.report.replace(/\.md$/, '')}-${reward.name}-${kind}.svg`;
      await write(name, svg);
      images.push({ file: name, words: IMAGE_WORDS[kind as keyof typeof charts] });
    }
    sections.push(rewardSection(lab, results, ids, images));
  }
  const shared = Object.entries(lab.settings)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
  await write(
    lab.report,
    [
      `# Lab: ${lab.name}`,
      '',
      `Made by \`npm run lab -- ${path} --report\` from the files in \`tools/lab/${lab.name}\`; ` +
        `\`npm run lab -- ${path}\` goes on where they end. Base ${lab.base}, its demo set, ` +
        `shared settings: ${shared}. ${plural(lab.methods[0]!.trials.length, 'trial')} per ` +
        `method of its own knob, seed ${lab.seeds[0]}; a trial is chosen by the reward on ` +
        `validation prompts among those whose ${lab.guard.reward} is at least ` +
        `${lab.guard.least} base sd − base; ` +
        `then ${plural(lab.seeds.length, 'training seed')}.`,
      '',
      ...sections,
    ].join('\n'),
  );
  return written;
}
