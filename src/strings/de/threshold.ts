// German of en/threshold.ts.

import type { Strings } from '../en';

const images = (count: number): string => (count === 1 ? '1 Bild' : `${count} Bilder`);

export const threshold: Strings['threshold'] = {
  origins: {
    global: 'Der ganze Datensatz',
    batch: 'Jeder Batch',
    proxy: 'Ein Vergleichssatz',
    prompt: 'Jeder Prompt',
    oracle: 'Das Orakel',
    fixed: 'Von Hand gesetzt',
  },
  says: {
    global:
      'Ein τ für alle Bilder. Richtig, wo das Bild und nicht der Prompt die Wertung bestimmt.',
    batch:
      'Jeder Schritt nimmt das Perzentil seines eigenen Batches: Jeder Schritt hat ' +
      'denselben Anteil guter Bilder. τ hängt davon ab, welche Bilder an der Reihe sind.',
    proxy:
      'Das Perzentil von Bildern, die das unveränderte Modell erzeugt hat. Richtig, wo ' +
      'deine Bilder besser oder schlechter sind als seine: Gut heißt dann besser als es ' +
      'selbst.',
    prompt:
      'Jeder Prompt hat sein eigenes τ, zum τ des ganzen Datensatzes gezogen, wo er wenige ' +
      'Bilder hat. Richtig, wo der Prompt viel von der Wertung bestimmt.',
    oracle:
      'Der Satz von TGO: τ*(x) = β·log E[e^(s/β)] eines Prompts, aus seinen Bildern ' +
      'geschätzt. Richtig, wo jeder Prompt mehrere Bilder hat, die das unveränderte Modell ' +
      'erzeugt hat.',
    fixed: 'Eine Wertung, deren Bedeutung du kennst, etwa 4 von 5 Sternen.',
  },
  advised: 'Hier empfohlen',
  advisedBecause: (share: string) =>
    `${share} der Unterschiede in den Wertungen liegen zwischen Prompts.`,
  adviseByPrompt: 'Jedem Prompt sein eigenes τ geben',
  iccHigh: (share: string) =>
    `${share} der Unterschiede in den Wertungen liegen zwischen Prompts: Der Prompt und ` +
    'nicht das Bild entscheidet. Ein τ für alle fördert ganze Prompts und verlernt andere; ' +
    'ein τ pro Prompt vergleicht seine Bilder untereinander.',
  iccHighUsed: (share: string) =>
    `${share} der Unterschiede in den Wertungen liegen zwischen Prompts. Jeder Prompt hat ` +
    'sein eigenes τ, damit seine Bilder untereinander verglichen werden.',
  wholeSet: 'ganzer Datensatz',
  proxyLine: 'Vergleichssatz',
  legendRaised: (count: string) => `nur nach eigenem τ gut (${count})`,
  legendLowered: (count: string) => `nur nach eigenem τ schlecht (${count})`,
  legendRaisedProxy: (count: string) => `nur nach τ des Vergleichssatzes gut (${count})`,
  legendLoweredProxy: (count: string) => `nur nach τ des Vergleichssatzes schlecht (${count})`,
  legendWavering: (count: string) => `gut oder schlecht, je nach Batch (${count})`,
  legendGlobal: 'τ des ganzen Datensatzes',
  legendPromptTau: 'τ eines Prompts',
  legendBatchTau: 'τ von 9 aus 10 Batches',
  legendCloud: 'Gewicht eines Bildes',
  raised: 'Gut geworden',
  lowered: 'Schlecht geworden',
  wavering: 'Je nach Batch',
  alwaysGood: 'In jedem Batch gut',
  alwaysBad: 'In jedem Batch schlecht',
  batchTaus: 'τ von 9 aus 10 Batches',
  between: (low: string, high: string) => `${low} … ${high}`,
  promptSummary: (count: string, low: string, high: string, raised: string, lowered: string) =>
    `τ reicht über ${count} Prompts von ${low} bis ${high}. Gegenüber einem τ für alle ` +
    `werden ${raised} Bilder gut und ${lowered} schlecht: Sie sind schraffiert.`,
  proxySummary: (tau: string, global: string, raised: string, lowered: string) =>
    `Das τ des Vergleichssatzes ist ${tau}, das des ganzen Datensatzes wäre ${global}: ` +
    `${raised} Bilder werden gut und ${lowered} schlecht. Sie sind schraffiert.`,
  proxyOutside: (tau: string) =>
    `Das τ des Vergleichssatzes, ${tau}, liegt außerhalb der Wertungen dieses Datensatzes: ` +
    'Alle seine Bilder liegen auf einer Seite.',
  batchSummary: (batches: string, low: string, high: string, wavering: string) =>
    `Über ${batches} Batches dieses Laufs liegt τ meist zwischen ${low} und ${high}; ` +
    `${wavering} Bilder sind in manchen gut und in anderen schlecht: Sie sind schraffiert.`,
  suggested: (k: string) => `Nach den Wertungen passt etwa k = ${k} am besten.`,
  suggestedMost: (k: string) =>
    `Die Prompts unterscheiden sich kaum: Ein großes k (${k}) oder ein τ für alle passt am besten.`,
  takeSuggested: 'Übernehmen',
  promptsTitle: 'τ nach Prompt',
  promptsLede: (prompts: string, median: string) =>
    `${prompts} Prompts mit je ${median} Bildern im Median. Öffne einen, um seine Bilder zu sehen.`,
  order: 'Reihenfolge',
  orders: {
    changed: 'Meiste geänderte Labels',
    high: 'Höchstes τ',
    low: 'Niedrigstes τ',
    name: 'Nach Prompt',
  },
  prompt: 'Prompt',
  scores: 'Wertungen und τ',
  count: 'n',
  own: 'Eigenes Perzentil',
  tau: 'τ',
  good: 'n₊',
  bad: 'n₋',
  changed: 'Geändert',
  stripNote:
    'Ein Punkt ist ein Bild: gefüllt gut, hohl schlecht. Der lange Strich ist das τ des ' +
    'Prompts, der kurze sein eigenes Perzentil, die gestrichelte Linie das τ des ganzen ' +
    'Datensatzes. Alle Prompts teilen eine Achse; was darüber hinausliegt, steht an ihrem ' +
    'Ende.',
  open: (prompt: string, count: number) => `${prompt}: ${images(count)}`,
  further: (count: string) => `${count} weitere mit niedrigeren Wertungen sind nicht gezeigt.`,
  isGood: 'gut',
  isBad: 'schlecht',
  isDropped: 'ausgelassen',
  turned: 'umgeschlagen',
  proxyTitle: 'Vergleichssatz',
  proxyNone: (model: string, source: string) =>
    `Noch ist kein Datensatz gespeichert, den ${model} ohne LoRA erzeugt hat und der durch ` +
    `„${source}“ gewertet ist.`,
  proxyHow:
    'Erzeuge unter Daten einen Datensatz: einige Bilder derselben Prompts mit dem ' +
    'unveränderten Modell, gewertet wie dieser Datensatz. Er wird dann hier angeboten.',
  proxyItself:
    'Dieser Datensatz selbst wurde vom unveränderten Modell erzeugt: Das Perzentil des ' +
    'ganzen Datensatzes ist schon das des Vergleichssatzes.',
  proxyPick: 'Wähle einen: Bis dahin bleibt τ, wie es war.',
  proxyUse: 'Verwenden',
  proxyUsed: 'verwendet',
  proxyAgain: 'Neu lesen',
  proxyImages: (count: string) => `${count} Wertungen`,
  proxyLoading: 'Seine Wertungen werden gelesen…',
  proxyGone:
    'Nicht unter den gespeicherten Datensätzen; seine Wertungen reisen mit den Einstellungen.',
  proxyOtherSource: (proxy: string, source: string) =>
    `Der Vergleichssatz wurde durch „${proxy}“ gewertet, dieser Datensatz durch ` +
    `„${source}“: Ihre Wertungen sind nicht vergleichbar.`,
  proxyEmpty: 'Noch keines seiner Bilder ist gewertet.',
  changeScope: (origin: string) => `τ nach ${origin}`,
  changeNames: {
    global: 'ganzem Datensatz',
    batch: 'Batch',
    proxy: 'Vergleichssatz',
    prompt: 'Prompt',
    oracle: 'Orakel',
  },
  tauOfPrompt: 'τ des Prompts g',
  tauOfPromptWhere:
    'Prompt g hat n Bilder; sein q ist das Perzentil ihrer Wertungen, das bloße q das des ' +
    'ganzen Datensatzes.',
  oracleOfPrompt: 'Orakel des Prompts g',
  oracleWhere:
    'Prompt g hat n Bilder mit den Wertungen s; q ist dasselbe für den ganzen Datensatz, b ' +
    'ist β in Einheiten der Wertung.',
  oracleTitle: 'Das Orakel und ein τ',
  oracleSummary: (agreement: string, images: string, distance: string, spread: string) =>
    `${agreement} von ${images} Bildern haben nach einem τ und nach dem Orakel dasselbe ` +
    'Label. Der mittlere quadratische Abstand von τ zu τ*(x) ist in der Wurzel ' +
    `${distance}, ${spread} Standardabweichungen der Wertungen. Wo ein Prompt weit über ` +
    'der gestrichelten Linie liegt, schiebt ein τ die meisten seiner Bilder nach oben; ' +
    'weit darunter nach unten.',
  oracleAcross: 'mittlere Wertung eines Prompts',
  oracleUp: 'τ*(x)',
  oracleLine: 'ein τ für alle',
  oraclePrompt: 'ein Prompt mit mehreren Bildern',
};
