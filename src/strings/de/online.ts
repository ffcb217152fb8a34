// German of en/online.ts.

import type { Strings } from '../en';

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const online: Strings['online'] = {
  fold: 'Online: Bilder während des Trainings erzeugen und werten',
  title: 'Woher die Bilder kommen',
  lede:
    'Ein Lauf lernt aus einem Datensatz, der vorher gewertet ist, oder aus Bildern, die er ' +
    'unterwegs erzeugt und wertet.',
  mode: 'Art',
  offline: 'Ein gewerteter Datensatz',
  online: 'Unterwegs erzeugt',
  offlineSays: 'Die Bilder und Wertungen des offenen Datensatzes, jedes etwa gleich oft gesehen.',
  onlineSays:
    'Jede Runde erzeugt mit dem Referenzmodell Bilder für einen Batch von Prompts, wertet ' +
    'sie und trainiert auf ihnen.',
  onlineTau: 'Die letzten M Wertungen sind die Speicherbank, deren Perzentil τ ist.',
  papers: 'Was die Arbeiten fanden',
  papersSays: [
    'In allen drei Versuchen der UPO-Arbeit schlug ein fester Datensatz das ' +
      'Online-Training: Median der HPS ,2526 gegen ,2381, ,2443 gegen ,2355, ,2482 gegen ' +
      ',2449 (UPO Tabelle 3).',
    'Online blieb in zweien davon unter SFT (,2426) und in einem unter dem unveränderten ' +
      'Modell (,2364), bei etwa zehnfacher Zeit.',
    'Das sind einzelne Läufe ganzer Stable-Diffusion-Netze. Was Online dir stattdessen ' +
      'gibt: Es braucht keinen Datensatz, und du kannst selbst urteilen.',
  ],
  prompts: 'Prompts',
  promptsHint: (count: string, epoch: string) =>
    `Einer pro Zeile. ${count} insgesamt: ${epoch}, um jeden einmal zu erzeugen.`,
  promptsNone: 'Einer pro Zeile.',
  rounds: (count: number) => `${count} ${plural(count, 'Runde', 'Runden')}`,
  fillWith: 'Nimm',
  fillSet: 'die des offenen Datensatzes',
  fillDemo: 'die der Demo',
  fillModel: 'die Beispiele des Modells',
  reward: 'Gewertet durch',
  rewardChoose: 'Wähle, was die Bilder wertet',
  rewardGone: (id: string) => `${id} (nicht mehr hier)`,
  rewardMyself: 'Dich selbst',
  rewardStars: 'Meine eigenen Bewertungen, 1 bis 5 Sterne',
  rewardLike: 'Was mir gefällt und was nicht',
  rewardStarsSays:
    'Der Lauf wartet auf dich: Die Bilder jeder Runde erscheinen unter Training, und die ' +
    'Tasten 1 bis 5 bewerten sie.',
  rewardLikeSays:
    'Der Lauf wartet auf dich: Die Bilder jeder Runde erscheinen unter Training, L für ' +
    'gefällt, D für gefällt nicht. τ ist 0, dazwischen.',
  rewardLoading: 'Belohnungen werden gesucht…',
  tau: 'τ kommt von',
  tauNames: {
    global: 'dem Perzentil der Bank',
    batch: 'dem Perzentil jeder Runde',
    prompt: 'dem Perzentil jedes Prompts in der Bank',
    oracle: 'dem Orakel jedes Prompts in der Bank',
    fixed: 'einer von Hand gesetzten Wertung',
  },
  tauSays: {
    global: 'UPO Alg. 2: ein τ für alle Bilder einer Runde, aus den letzten M Wertungen.',
    batch:
      'Jede Runde hat denselben Anteil guter Bilder; die Bank bestimmt dann nur die Skala ' +
      'der Gewichte.',
    prompt:
      'Bilder werden mit denen desselben Prompts verglichen, zum Perzentil der Bank ' +
      'gezogen, wo es wenige sind.',
    oracle:
      'Jeder Prompt hat τ*(x) = β·log Mittel e^(s/β) seiner Bilder in der Bank, die die ' +
      'Referenz erzeugt hat.',
    fixed: 'Durchgehend dieselbe Wertung, was immer erzeugt wird.',
  },
  tauField: 'τ',
  tauBad: 'Das ist keine Zahl.',
  bankSays:
    'Eine größere Bank macht τ ruhiger und älter; der erste Schritt wartet auf ihre Hälfte.',
  slowDefaults:
    'M und K sind niedriger als die 1.024 und 1 der Arbeit, weil das Erzeugen auf diesem ' +
    'Gerät langsam ist.',
  paperValues: 'Die der Arbeit nehmen: M = 1.024, K = 1',
  costTitle: 'Was das Erzeugen kosten wird',
  costFirst: 'Bilder vor dem ersten Schritt',
  costAll: (steps: string) => `Bilder für ${steps} Schritte`,
  costRate: 'Du bewertest',
  costRatings: (count: string) => `${count} Bilder`,
  costTime: 'Zeit, sie zu erzeugen',
  costUnknown: 'noch nicht gemessen',
  costBoth: (first: string, all: string) => `${first} vor dem ersten Schritt, ${all} insgesamt`,
  costCounted: (batch: string, steps: string) =>
    `Nach Netzdurchläufen gezählt, kostet eine Runde von ${batch} etwa so viel wie ` +
    `${steps} Trainingsschritte.`,
  costTimed: (each: string) =>
    `Hier gemessen: ${each} pro Bild mit diesen Sampler-Schritten. Das Training kommt hinzu.`,
  costTimedByPerson: (each: string) =>
    `Hier gemessen: ${each} pro Bild mit diesen Sampler-Schritten. Training und dein ` +
    'Bewerten kommen hinzu.',
  costTimedElsewhere:
    'Sampler-Schritte, Guidance oder Modell haben sich seit der Messung geändert.',
  costMeasure: 'Auf diesem Gerät messen',
  costMeasuring: 'Einige Bilder werden erzeugt…',
  reference: 'Referenz',
  referenceNever: 'bleibt das unveränderte Modell',
  referenceStays: 'bleibt, womit die Adapter beginnen',
  referenceEpoch: 'wird jede Epoche das trainierte Modell',
  referenceSays: (steps: string) =>
    `Wogegen das Log-Verhältnis gemessen wird. Eine Epoche sind hier ${steps} Schritte. ` +
    'UPO erneuert sie jede Epoche, TGO überlässt es dir; innerhalb einer Epoche macht es ' +
    'keinen Unterschied.',
  referenceSaysOnline: (steps: string) =>
    'Wogegen das Log-Verhältnis gemessen wird und was die Bilder erzeugt. Eine Epoche sind ' +
    `hier ${steps} Schritte. UPO erneuert sie jede Epoche (Alg. 2), das ist die ` +
    'Voreinstellung.',
  referenceSaysOnlineSft: (steps: string) =>
    `Was die Bilder erzeugt. Eine Epoche sind hier ${steps} Schritte.`,
  problems: {
    noPrompts: 'Es gibt keinen Prompt zu erzeugen. Schreibe mindestens einen, einen pro Zeile.',
    noReward: 'Noch wertet nichts die Bilder. Wähle eine Belohnung, oder bewerte sie selbst.',
    goneReward: 'Was die Bilder werten soll, ist nicht mehr hier. Wähle eine andere Belohnung.',
    smallBank: (bank: string, least: string) =>
      `Eine Speicherbank von ${bank} ist zu klein: Sie muss zwei Runden fassen, ${least} ` +
      'Wertungen. Mache M größer oder den Batch kleiner.',
  },
  problemsTitle: 'Bevor dieser Lauf starten kann',
  samplesUnscored:
    'Nur du wertest, was dieser Lauf erzeugt, deshalb haben seine Vorschaubilder keine Wertungen.',
  problemsRemedy: 'Stelle es unter Wertung & Ziel ein.',
  toObjective: 'Zu Wertung & Ziel',
  runName: (method: string, by: string) => `${method} online, ${by}`,
  byPerson: { stars: 'meine Sterne', slider: 'meine Bewertungen', like: 'mein Gefallen' },
  lede2: (model: string, by: string | null) =>
    `${model}, Bilder unterwegs erzeugt, ` +
    (by === null ? 'noch keine Belohnung gewählt' : `gewertet durch ${by}`),
  bankTitle: 'Speicherbank',
  bankLede: (capacity: string) => `Die letzten Wertungen, höchstens ${capacity}.`,
  bankTau: 'Ihr Perzentil ist τ.',
  filling: (size: string, needed: string) =>
    `${size} von ${needed} Wertungen vor dem ersten Schritt`,
  fillingLabel: 'Die Speicherbank füllt sich',
  fillingSampling: 'Bilder werden erzeugt',
  fillingWaiting: 'Warten auf deine Bewertungen',
  fillingNone: 'Noch sind keine Bilder erzeugt. Die Bank füllt sich, wenn der Lauf startet.',
  held: (size: string, capacity: string) => `${size} von ${capacity} Wertungen`,
  bankFacts: {
    size: 'In der Bank',
    drawn: 'Erzeugte Bilder',
    mean: 'Mittlere Wertung der letzten Runde',
    tau: 'τ',
  },
  scoresTitle: 'Wertungen der erzeugten Bilder',
  scoresRound: 'Mittel der Runde',
  scoresTau: 'τ',
  scoresSummary: (mean: string, tau: string | null) =>
    `Die mittlere Wertung der letzten Runde ist ${mean}` +
    `${tau === null ? '' : `, τ ist ${tau}`}. Solange die Referenz ` +
    'bleibt, bleibt auch gleich gut, was sie erzeugt.',
  scoresSummaryUpdated: (mean: string, tau: string | null) =>
    `Die mittlere Wertung der letzten Runde ist ${mean}` +
    `${tau === null ? '' : `, τ ist ${tau}`}. Die Referenz wird ` +
    'jede Epoche erneuert: Was sie erzeugt, sollte besser werden.',
  sizeTitle: 'Wertungen in der Bank',
  sizeLine: 'Wertungen',
  sizeSummary: (size: string, capacity: string) =>
    `${size} von ${capacity} Wertungen. Ist die Bank voll, gehen die ältesten zuerst.`,
  rateTitle: (round: string) => `Runde ${round} bewerten`,
  rateLede:
    'Der Lauf wartet darauf. Er geht von selbst weiter, sobald das letzte Bild bewertet ist.',
  rateProgress: (done: string, total: string) => `${done} von ${total} bewertet`,
  rateProgressLabel: 'Bewertete Bilder',
  rateList: 'Bilder der Runde',
  rateAlt: (prompt: string) => prompt,
  rateUndo: 'Rückgängig',
  rateKeys: {
    stars: 'Tasten: 1–5 bewerten, ← → wählen, U nimmt die letzte zurück.',
    slider: 'Bewege jeden Regler; beim Loslassen wird gesichert.',
    like: 'Tasten: L gefällt, D gefällt nicht, ← → wählen, U nimmt die letzte zurück.',
  },
  ratePause:
    'Du kannst jederzeit pausieren: Dieselben Bilder kommen wieder, mit deinen Bewertungen.',
  rateSending: 'Der Lauf geht weiter…',
  rateWaiting: 'wartet auf Bewertungen',
  ratePaused: (round: string) => `Wenn der Lauf weitergeht, erscheint Runde ${round} zum Bewerten.`,
};
