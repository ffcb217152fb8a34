// German of en/settings.ts.

import type { Strings } from '../en';

export const settings: Strings['settings'] = {
  percentile: {
    label: 'Perzentil der Schwelle',
    symbol: 'p',
    meaning:
      'Die Schwelle τ ist dieses Perzentil der Wertungen: Beispiele dort oder darüber ' +
      'gelten als gut.',
    source: 'TGO Tabelle 3: p = 0,3 bis 0,5 am besten, 0,7 und 0,9 deutlich schlechter.',
  },
  thresholdShrinkage: {
    label: 'Schrumpfung des τ eines Prompts',
    symbol: 'k',
    meaning:
      'Wie weit das eigene Perzentil eines Prompts zu dem des ganzen Datensatzes gezogen ' +
      'wird: τ = n/(n+k)·eigenes + k/(n+k)·globales für n Bilder. 0 vertraut jedem Prompt ' +
      'allein; ein Prompt mit k Bildern steht in der Mitte.',
    source:
      'Empirischer Bayes; am besten nahe 1,6·(1 − ICC)/ICC im Median. 8 passt zu ' +
      'Datensätzen, deren Prompts wenig von der Wertung bestimmen.',
  },
  oracleBeta: {
    label: 'β des Orakels',
    symbol: 'β',
    meaning:
      'Stärke der KL in τ*(x) = β·log Mittel e^(s/β), in Standardabweichungen der ' +
      'Wertungen. Groß: das Mittel der Wertungen eines Prompts; klein: sein bestes Bild.',
    source: 'TGO, Satz von der optimalen Schwelle; Einheit und Voreinstellung sind von hier.',
  },
  learningRate: {
    label: 'Lernrate',
    symbol: 'η',
    meaning:
      'Schrittweite des Optimierers, AdamW, wenn kein anderer gewählt ist. LoRA braucht ' +
      '10⁻⁴ bis 3·10⁻³ und einige Hundert Schritte; die 10⁻⁵ der Arbeiten bewegen eine ' +
      'LoRA in 78 Schritten um nichts Sichtbares.',
    source:
      'Auf dem mitgelieferten Modell gemessen (Datei daneben); Arbeiten: 10⁻⁵ auf ganzen Netzen.',
  },
  steps: {
    label: 'Schritte insgesamt',
    symbol: 'Schritte',
    meaning:
      'Der Lauf endet nach so vielen Schritten des Optimierers; die Zahl lässt sich ' +
      'erhöhen, während er läuft.',
    source: 'Auf dem mitgelieferten Modell gemessen; TGO: 78 Schritte mit Batch 128, eine Epoche.',
  },
  loraScale: {
    label: 'LoRA-Skala',
    symbol: 'α/r',
    meaning:
      'Womit die niedrigrangige Anpassung B·A multipliziert wird: alpha geteilt durch den ' +
      'Rang. Eine größere bewegt das Modell pro Schritt der Adapter weiter.',
    source: 'diffusers: alpha = Rang; Vorgaben von aMUSEd und kohya: 2 oder ½.',
  },
  batchSize: {
    label: 'Batchgröße',
    symbol: 'B',
    meaning: 'Beispiele pro Schritt. Bestimmt den Speicher und die Zeit eines Schritts.',
    source: 'Bemessen für integrierte GPUs und wasm; TGO: 128.',
  },
  microBatch: {
    label: 'Beispiele zugleich auf dem Gerät',
    symbol: 'Micro-Batch',
    meaning:
      'Gradientenakkumulation: Ein Batch wird in Teilen von so vielen Beispielen ' +
      'verarbeitet, deren Gradienten summiert werden. Weniger Speicher, bis auf Rundung ' +
      'derselbe Schritt; 0 nimmt den ganzen Batch auf einmal. Muss die Batchgröße teilen.',
    source: 'diffusers: train_batch_size mit gradient_accumulation_steps.',
  },
  rank: {
    label: 'LoRA-Rang',
    symbol: 'r',
    meaning:
      'Breite der niedrigrangigen Anpassung B·A jeder angepassten Schicht. Mehr Rang kann ' +
      'mehr ändern und macht die Datei größer.',
    source: 'diffusers: 4; Vorgaben von kohya: 8 bis 32.',
  },
  seed: {
    label: 'Seed',
    symbol: 'Seed',
    meaning:
      'Bestimmt jede Zufallszahl: Reihenfolge, Zeitschritte, Rauschen, Anfang der Adapter. ' +
      'Derselbe Seed gibt auf einem Rechenwerk denselben Lauf.',
    source: 'Frei gewählt.',
  },
  warmupSteps: {
    label: 'Aufwärmschritte',
    symbol: 'Aufwärmen',
    meaning: 'Über so viele Schritte steigt die Lernrate linear an.',
    source: 'LoRA-Skript von diffusers: 500 für lange Läufe; hier 0.',
  },
  weightDecay: {
    label: 'Gewichtszerfall',
    symbol: 'λ',
    meaning:
      'Zerfall der Adaptergewichte: entkoppelt bei AdamW, bei Adam und SGD zum Gradienten addiert.',
    source: 'Voreinstellung von torch.optim.AdamW.',
  },
  maxGradNorm: {
    label: 'Kappung des Gradienten',
    symbol: 'Kappung',
    meaning:
      'Größte Gesamtnorm des Gradienten von L/(κ·mittleres w), κ = β/T (MaskGIT: β); 0 ' +
      'schaltet die Kappung ab.',
    source:
      'diffusers: 1,0; die Teilung verhindert, dass jeder Schritt gekappt wird (docs/losses.md).',
  },
  emaDecay: {
    label: 'Mittel der Adapter',
    symbol: 'EMA',
    meaning:
      'Ein exponentiell gleitendes Mittel der Adapter wird geführt, und Bilder, ' +
      'Auswertungen und Exporte verwenden es. Das ist der größte Teil, der bei einem ' +
      'Schritt davon bleibt; frühe Schritte behalten weniger. 0 schaltet es ab.',
    source: 'EMAModel von diffusers: 0,9999; kurze Läufe brauchen 0,9 bis 0,99.',
  },
  captionDropout: {
    label: 'Prompt-Dropout',
    symbol: 'Dropout',
    meaning:
      'Anteil der Beispiele, die mit leerem Prompt trainiert werden, damit Guidance weiter wirkt.',
    source: '0,1 wie beim Training des mitgelieferten Modells; Code von DPO und KTO: 0,2.',
  },
  errorCap: {
    label: 'Deckel auf Fehler',
    symbol: 'cap',
    meaning:
      'Ein Beispiel wird nicht weiter weggeschoben, sobald sein Fehler so viele Male der der ' +
      'Referenz ist: Was schlechte Beispiele wegschiebt, hat von sich aus keine Grenze. 0: kein ' +
      'Deckel.',
    source: 'Von uns (docs/losses.md 1.20).',
  },
  bankSize: {
    label: 'Speicherbank',
    symbol: 'M',
    meaning:
      'Online: τ kommt aus den letzten M Wertungen; trainiert wird erst, wenn M/2 davon da sind.',
    source: 'UPO Alg. 2: M = 1.024.',
  },
  stepsPerRound: {
    label: 'Schritte pro Runde',
    symbol: 'K',
    meaning:
      'Schritte des Optimierers pro Runde neu erzeugter Bilder, jeder mit neuem Rauschen ' +
      'oder neuen Masken. Erzeugen kostet weit mehr als ein Schritt.',
    source: 'UPO Alg. 2 und Diffusion-DRO: einer.',
  },
  pairsPerPrompt: {
    label: 'Paare pro Prompt',
    symbol: 'Paare',
    meaning:
      'Höchstens so viele Paare werden aus den Wertungen eines Prompts gebildet, zufällig ' +
      'gewählt, damit ein Prompt mit vielen Bildern die anderen nicht überwiegt.',
    source: 'Ein Prompt mit 9 Bildern hat bis zu 36 Paare.',
  },
  groupSize: {
    label: 'Gruppengröße',
    symbol: 'G',
    meaning:
      'Verschiedene Bilder eines Prompts, die ein Batch zusammenhält; die Batchgröße ist ' +
      'ein Vielfaches davon.',
    source:
      'CRD und DGPO: 16 bis 24 auf mehreren GPUs; 4 passt zu Datensätzen mit wenigen ' +
      'Bildern pro Prompt.',
  },
  winnerPreserving: {
    label: 'Schutz der Gewinner',
    symbol: 'μ',
    meaning:
      'Schwächt den Schub auf die schlechteren Bilder der Paare ab, wo er in erster Ordnung den ' +
      'Fehler der besseren erhöhen würde. Größere Werte schützen mehr; 0: aus.',
    source: 'Diffusion-SDPO: 0,9 für DPO und DMPO auf SD 1.5, 0,6 auf SDXL.',
  },
  checkpointEvery: {
    label: 'Checkpoint alle',
    symbol: 'Schritte',
    meaning: 'Alle so viele Schritte und am Ende wird ein Checkpoint behalten.',
    source: 'Auf wasm geht höchstens etwa eine Minute Arbeit verloren.',
  },
  previewEvery: {
    label: 'Vorschau alle',
    symbol: 'Schritte',
    meaning:
      'Alle so viele Schritte werden Bilder zu festen Seeds erzeugt und gewertet; 0 ' +
      'schaltet das ab.',
    source: 'Ein Ausgleich von Warten und Sehen.',
  },
  guidanceScale: {
    label: 'Guidance',
    symbol: 'g',
    meaning: 'Classifier-free Guidance der Vorschaubilder.',
    source: 'Das mitgelieferte Modell sieht bei etwa 3 am besten aus.',
  },
  inferenceSteps: {
    label: 'Sampler-Schritte',
    symbol: 'Schritte',
    meaning: 'Schritte des modelleigenen Samplers für die Vorschaubilder.',
    source: 'DDIM, Song et al. 2021: 20 bis 50 Schritte genügen.',
  },
};
