// German of what records say of themselves (objectives/, rewards/), by their English.

export const records: Readonly<Record<string, string>> = Object.fromEntries([
  ['best', 'beste'],
  [
    'A small Stable-Diffusion-shaped model of emoji, 64×64 px, trained from scratch on openly ' +
      'licensed emoji sets.',
    'Ein kleines Emoji-Modell in der Form von Stable Diffusion, 64×64 px, von Grund auf mit frei ' +
      'lizenzierten Emoji-Sätzen trainiert.',
  ],
  [
    'A small aMUSEd-shaped MaskGIT model of emoji, 64×64 px as 16×16 tokens, trained from ' +
      'scratch on the same emoji sets.',
    'Ein kleines MaskGIT-Modell von Emoji in der Form von aMUSEd, 64×64 px als 16×16 Tokens, von ' +
      'Grund auf mit denselben Emoji-Sätzen trainiert.',
  ],
  [
    'A toy of the same format with 16×16 px images: for trying the controls where everything ' +
      'is slow, and for the tests. Its pictures mean nothing.',
    'Ein Spielzeug im selben Format mit Bildern von 16×16 px: um die Bedienung auszuprobieren, ' +
      'wo alles langsam ist, und für die Tests. Seine Bilder bedeuten nichts.',
  ],
  [
    'A toy MaskGIT model with 16×16 px images: for trying the controls where everything is ' +
      'slow, and for the tests. Its pictures mean nothing.',
    'Ein Spielzeug-Modell mit MaskGIT und Bildern von 16×16 px: um die Bedienung auszuprobieren, ' +
      'wo alles langsam ist, und für die Tests. Seine Bilder bedeuten nichts.',
  ],
  ['AWM, advantage-weighted matching', 'AWM, nach Vorteil gewichtetes Matching'],
  [
    'Policy gradient on denoising errors, clipped about the model that sampled the images.',
    'Policy-Gradient auf Entrauschfehlern, gekappt um das Modell, das die Bilder erzeugt hat.',
  ],
  ['Clip', 'Kappung'],
  [
    'How far the ratio q may leave 1 before a sample is left alone.',
    'Wie weit das Verhältnis q von 1 abweichen darf, bevor ein Beispiel in Ruhe gelassen wird.',
  ],
  [
    'DDPO, policy gradient on its own trajectories',
    'DDPO, Policy-Gradient auf eigenen Trajektorien',
  ],
  [
    'Samples images, scores them by any reward or by a person, and makes the steps of the ' +
      'sampler that led to better ones more likely. It needs no set, only prompts.',
    'Erzeugt Bilder, bewertet sie durch eine beliebige Belohnung oder einen Menschen und macht ' +
      'die Schritte des Samplers wahrscheinlicher, die zu besseren führten. Es braucht keinen ' +
      'Datensatz, nur Prompts.',
  ],
  [
    'kvablack/ddpo-pytorch: 10⁻⁴, as log-probabilities are means over the latent.',
    'kvablack/ddpo-pytorch: 10⁻⁴, denn Log-Wahrscheinlichkeiten sind Mittel über das Latent.',
  ],
  ['where the ratio of a step is', 'wobei das Verhältnis eines Schritts ist'],
  [
    'A is the advantage of an image’s score among those of its prompt',
    'A ist der Vorteil der Wertung eines Bildes unter denen seines Prompts',
  ],
  [
    'p is the probability of a step of the sampler, marked “old” under the model that sampled it.',
    'p ist die Wahrscheinlichkeit eines Schritts des Samplers, mit „old“ die unter dem Modell, ' +
      'das ihn erzeugt hat.',
  ],
  ['CRD, regression within groups', 'CRD, Regression innerhalb von Gruppen'],
  [
    'Fits how log-ratios differ within a prompt to how rewards differ.',
    'Passt die Unterschiede der Log-Verhältnisse innerhalb eines Prompts an die ' +
      'Unterschiede der Belohnungen an.',
  ],
  ['Strength', 'Stärke'],
  [
    'Gain on the difference of log-ratios within a group.',
    'Faktor auf dem Unterschied der Log-Verhältnisse innerhalb einer Gruppe.',
  ],
  ['Flow-Factory; golden values at 1.', 'Flow-Factory; Prüfwerte bei 1.'],
  ['CSFT, bad images under a bad prompt', 'CSFT, schlechte Bilder unter schlechtem Prompt'],
  [
    'Learns good and bad images, the bad ones as “Weird image. …”, and samples with “Weird ' +
      'image. ” as negative prompt.',
    'Lernt gute und schlechte Bilder, die schlechten als „Weird image. …“, und erzeugt mit ' +
      '„Weird image. “ als negativem Prompt.',
  ],
  ['where the prompt is', 'wobei der Prompt ist'],
  ['DGPO, direct group preference', 'DGPO, direkte Gruppenvorliebe'],
  [
    'Pulls the better images of a prompt in and pushes the worse away, groups out of order first.',
    'Zieht die besseren Bilder eines Prompts heran und schiebt die schlechteren weg, ' +
      'falsch geordnete Gruppen zuerst.',
  ],
  [
    'Gain on the group’s mean margin inside the logistic.',
    'Faktor auf dem mittleren Abstand der Gruppe in der logistischen Funktion.',
  ],
  ['Luo-Yihong/DGPO: 10 to 100.', 'Luo-Yihong/DGPO: 10 bis 100.'],
  ['DMPO, pairs with a finite margin', 'DMPO, Paare mit endlichem Abstand'],
  [
    'Draws the probability that the better image of a pair is preferred to 1 − α and ' +
      'pushes back beyond it.',
    'Zieht die Wahrscheinlichkeit, dass das bessere Bild eines Paars vorgezogen wird, zu 1 ' +
      '− α und schiebt darüber zurück.',
  ],
  [
    'Gain on the difference of the pair’s log-ratios.',
    'Faktor auf dem Unterschied der Log-Verhältnisse des Paars.',
  ],
  [
    'Diffusion-SDPO: 2,000 for SD 1.5, 6,000 for SDXL.',
    'Diffusion-SDPO: 2.000 für SD 1.5, 6.000 für SDXL.',
  ],
  ['Share of wrong preferences', 'Anteil falscher Vorlieben'],
  [
    'The target probability is 1 − α; the margin stops growing at log((1 − α)/α).',
    'Die Zielwahrscheinlichkeit ist 1 − α; der Abstand wächst nur bis log((1 − α)/α).',
  ],
  ['DMPO: 0.01 best of 0.1, 0.01, 0.001.', 'DMPO: 0,01 am besten von 0,1, 0,01, 0,001.'],
  ['KL at even odds', 'KL bei gleichen Chancen'],
  ['The loss', 'Der Verlust'],
  ['DPO, pairs', 'DPO, Paare'],
  [
    'Raises the better image of each pair against the worse one, relative to the reference.',
    'Hebt das bessere Bild jedes Paars gegen das schlechtere, bezogen auf die Referenz.',
  ],
  [
    'Gain on the difference of the pair’s log-ratios. Larger values saturate sooner.',
    'Faktor auf dem Unterschied der Log-Verhältnisse des Paars. Größere Werte sättigen früher.',
  ],
  [
    'SalesforceAIResearch/DiffusionDPO: 5,000 (diffusers: 2,500 without the half).',
    'SalesforceAIResearch/DiffusionDPO: 5.000 (diffusers: 2.500 ohne die Hälfte).',
  ],
  ['DRO, experts against own samples', 'DRO, Vorbilder gegen eigene Bilder'],
  [
    'Raises the best images of the set against what the model samples by itself.',
    'Hebt die besten Bilder des Datensatzes gegen das, was das Modell von sich aus erzeugt.',
  ],
  ['Margin', 'Abstand'],
  [
    'By how much an expert’s image must gain on a sample before the pair is left alone.',
    'Wie weit ein Vorbild ein eigenes Bild überholen muss, bevor das Paar in Ruhe gelassen wird.',
  ],
  ['the margin', 'der Abstand'],
  ['KTO, labels without pairs', 'KTO, Labels ohne Paare'],
  [
    'Good images should gain on the batch’s mean, bad ones fall behind it; what is clearly ' +
      'on its side counts little.',
    'Gute Bilder sollen das Mittel des Batches überholen, schlechte dahinter zurückfallen; ' +
      'was klar auf seiner Seite liegt, zählt wenig.',
  ],
  [
    'Gain on a sample’s log-ratio less the batch’s mean. Larger values saturate sooner.',
    'Faktor auf dem Log-Verhältnis eines Beispiels minus dem Mittel des Batches. Größere ' +
      'Werte sättigen früher.',
  ],
  [
    'jacklishufan/diffusion-kto: 1,000. Small models with larger errors want less.',
    'jacklishufan/diffusion-kto: 1.000. Kleine Modelle mit größeren Fehlern brauchen weniger.',
  ],
  ['LAIR form', 'LAIR-Form'],
  ['LAIR form, bounded on both sides', 'LAIR-Form, auf beiden Seiten begrenzt'],
  [
    'Draws each image’s log-ratio to its advantage over λ: a finite target for good and ' +
      'bad images.',
    'Zieht das Log-Verhältnis jedes Bildes zu seinem Vorteil geteilt durch λ: ein ' +
      'endliches Ziel für gute und schlechte Bilder.',
  ],
  ['Gain', 'Faktor'],
  ['Gain on a sample’s log-ratio.', 'Faktor auf dem Log-Verhältnis eines Beispiels.'],
  [
    'Plumbline; the paper’s constants were not seen.',
    'Plumbline; die Konstanten der Arbeit lagen nicht vor.',
  ],
  ['Bound', 'Grenze'],
  ['The log-ratio times κ rests at A/λ.', 'Das Log-Verhältnis mal κ ruht bei A/λ.'],
  ['MaPO, pairs without a reference', 'MaPO, Paare ohne Referenz'],
  [
    'Learns the better image of each pair and widens its margin to the worse one.',
    'Lernt das bessere Bild jedes Paars und vergrößert seinen Abstand zum schlechteren.',
  ],
  ['Margin weight', 'Gewicht des Abstands'],
  [
    'How much the margin counts beside the winner’s error.',
    'Wie viel der Abstand neben dem Fehler des besseren Bildes zählt.',
  ],
  ['Shrinkage of errors', 'Schrumpfung der Fehler'],
  [
    'How fast φ(m) = s·m/(e^(s·m) − 1) falls with the error.',
    'Wie schnell φ(m) = s·m/(e^(s·m) − 1) mit dem Fehler fällt.',
  ],
  ['DiffusionNFT, negative-aware finetuning', 'DiffusionNFT, Feintuning auch an Schlechtem'],
  [
    'Learns images by regression: towards good ones, and through a mirrored prediction ' +
      'away from bad ones. Made for online runs; the model that sampled the images is the ' +
      'reference.',
    'Lernt Bilder durch Regression: zu guten hin und durch eine gespiegelte Vorhersage von ' +
      'schlechten weg. Gedacht für Online-Läufe; Referenz ist das Modell, das die Bilder ' +
      'erzeugt hat.',
  ],
  ['Mixture', 'Mischung'],
  [
    'How much of the trained model’s prediction is in the mixture that is held to the ' +
      'images. Smaller is a stronger push.',
    'Wie viel der Vorhersage des trainierten Modells in der Mischung ist, die an die ' +
      'Bilder gehalten wird. Kleiner schiebt stärker.',
  ],
  ['DiffusionNFT; the default is ours.', 'DiffusionNFT; die Voreinstellung ist von hier.'],
  [
    'Weight of the squared distance between the trained and the sampling model.',
    'Gewicht des quadratischen Abstands zwischen dem trainierten und dem erzeugenden Modell.',
  ],
  ['NVlabs 24af555: 0.0001.', 'NVlabs 24af555: 0,0001.'],
  ['where the optimality is', 'wobei die Optimalität ist'],
  ['ORPO, pairs by odds, signs corrected', 'ORPO, Paare nach Chancen, Vorzeichen berichtigt'],
  [
    'Learns the better image of each pair and moves the pair’s odds apart; no reference.',
    'Lernt das bessere Bild jedes Paars und rückt die Chancen des Paars auseinander; ohne ' +
      'Referenz.',
  ],
  ['Weight of the odds', 'Gewicht der Chancen'],
  [
    'How much the odds of the pair count beside the winner’s error.',
    'Wie viel die Chancen des Paars neben dem Fehler des besseren Bildes zählen.',
  ],
  [
    'RPO’s baseline on SDXL: 0.005 best; 0.2 in the golden values.',
    'Vergleichslauf von RPO auf SDXL: 0,005 am besten; 0,2 in den Prüfwerten.',
  ],
  [
    'ORRPO, all pairs by odds, signs corrected',
    'ORRPO, alle Paare nach Chancen, Vorzeichen berichtigt',
  ],
  [
    'Learns the better images and moves the odds of every winner and loser of a batch ' +
      'apart, each pair weighed by how alike they are; no reference.',
    'Lernt die besseren Bilder und rückt die Chancen aller besseren und schlechteren ' +
      'Bilder eines Batches auseinander, jedes Paar nach seiner Ähnlichkeit gewichtet; ohne ' +
      'Referenz.',
  ],
  [
    'How much the odds of the pairs count beside the winners’ error.',
    'Wie viel die Chancen der Paare neben dem Fehler der besseren Bilder zählen.',
  ],
  ['RPO App. C: 0.2 on SDXL.', 'RPO Anhang C: 0,2 auf SDXL.'],
  ['QRPO, quantiles as targets', 'QRPO, Quantile als Ziele'],
  [
    'Draws each image’s log-ratio to a target that follows from the quantile of its score ' +
      'among the images of its prompt.',
    'Zieht das Log-Verhältnis jedes Bildes zu einem Ziel, das aus dem Quantil seiner ' +
      'Wertung unter den Bildern seines Prompts folgt.',
  ],
  ['Strength of the reference', 'Stärke der Referenz'],
  [
    'How far the targets lie apart: from the worst to the best image, 1/β nats.',
    'Wie weit die Ziele auseinanderliegen: vom schlechtesten zum besten Bild 1/β Nats.',
  ],
  [
    'QRPO: 0.0003 to 0.1 for language models; 0.1 here.',
    'QRPO: 0,0003 bis 0,1 für Sprachmodelle; hier 0,1.',
  ],
  ['Log-ratio per difference of errors.', 'Log-Verhältnis pro Fehlerdifferenz.'],
  ['Plumbline: as TGO’s 1/T.', 'Plumbline: wie 1/T bei TGO.'],
  ['RPO, all pairs of a batch', 'RPO, alle Paare eines Batches'],
  [
    'DPO over every winner and loser of a batch, each pair weighed by how alike their ' +
      'images and prompts are.',
    'DPO über alle besseren und schlechteren Bilder eines Batches, jedes Paar nach der ' +
      'Ähnlichkeit seiner Bilder und Prompts gewichtet.',
  ],
  [
    'RPO is built on the code of Diffusion-DPO: 5,000.',
    'RPO baut auf dem Code von Diffusion-DPO auf: 5.000.',
  ],
  ['where rows of W sum to 1', 'wobei die Zeilen von W die Summe 1 haben'],
  ['SFT, good images only', 'SFT, nur gute Bilder'],
  [
    'The baseline: trains on images at or above the threshold only, all alike.',
    'Der Vergleich: trainiert nur auf Bildern bei der Schwelle oder darüber, alle gleich.',
  ],
  ['Distance weight', 'Abstandsgewicht'],
  [
    'How much more a sample far from the threshold counts: w = 1 + c·|s − τ|. 0 weighs all ' +
      'samples alike.',
    'Wie viel mehr ein Beispiel weit von der Schwelle zählt: w = 1 + c·|s − τ|. 0 ' +
      'gewichtet alle gleich.',
  ],
  [
    'TGO/UPO: c = 5 best of 1, 2, 5, 10, 20 (UPO Table 2).',
    'TGO/UPO: c = 5 am besten von 1, 2, 5, 10, 20 (UPO Tabelle 2).',
  ],
  ['where the weight is', 'wobei das Gewicht ist'],
  ['where', 'wobei'],
  ['where the anchor is', 'wobei der Anker ist'],
  ['The loss of SFT', 'Der Verlust von SFT'],
  ['The loss of CSFT', 'Der Verlust von CSFT'],
  ['mean(w)·ln 2', 'Mittel(w)·ln 2'],
  [
    'A is the advantage of a score within its group',
    'A ist der Vorteil einer Wertung in ihrer Gruppe',
  ],
  [
    'A is the advantage of a score within its prompt, m± and a± are the mean squared and mean ' +
      'absolute errors of the mixtures βp + (1 − β)p_ref and (1 + β)p_ref − βp, d is the mean ' +
      'squared distance of p and p_ref',
    'A ist der Vorteil einer Wertung innerhalb ihres Prompts, m± und a± sind die mittleren ' +
      'quadratischen und die mittleren absoluten Fehler der Mischungen βp + (1 − β)p_ref und (1 ' +
      '+ β)p_ref − βp, d ist der mittlere quadratische Abstand von p und p_ref',
  ],
  [
    'R is the quantile of a score among those of its prompt',
    'R ist das Quantil einer Wertung unter denen ihres Prompts',
  ],
  [
    'e is the error of a prediction p against its target, w the better image of a pair, l the ' +
      'worse',
    'e ist der Fehler einer Vorhersage p gegen ihr Ziel, w das bessere Bild eines Paars, l ' +
      'das schlechtere',
  ],
  [
    'm and r are minus the log-probabilities of the masked tokens under the trained and the ' +
      'untouched model with the same mask, a their log-ratio. e is a good image of the set, p ' +
      'what the model itself sampled for its caption, under the same mask.',
    'm und r sind minus die Log-Wahrscheinlichkeiten der maskierten Tokens unter dem ' +
      'trainierten und dem unveränderten Modell mit derselben Maske, a ihr Log-Verhältnis. e ' +
      'ist ein gutes Bild des Datensatzes, p, was das Modell selbst zu dessen Prompt erzeugt ' +
      'hat, unter derselben Maske.',
  ],
  [
    'm and r are the denoising errors of the trained and of the untouched model on the same ' +
      'noise, a their log-ratio. e is a good image of the set, p what the model itself sampled ' +
      'for its caption, at the same timestep: its target is what the model predicted there.',
    'm und r sind die Entrauschfehler des trainierten und des unveränderten Modells bei ' +
      'gleichem Rauschen, a ihr Log-Verhältnis. e ist ein gutes Bild des Datensatzes, p, was ' +
      'das Modell selbst zu dessen Prompt erzeugt hat, beim selben Zeitschritt: Sein Ziel ist, ' +
      'was das Modell dort vorhergesagt hat.',
  ],
  [
    'm is minus the log-probability of a sample’s masked tokens under its prompt p.',
    'm ist minus die Log-Wahrscheinlichkeit der maskierten Tokens eines Beispiels unter ' +
      'seinem Prompt p.',
  ],
  [
    'm is minus the log-probability of a sample’s masked tokens.',
    'm ist minus die Log-Wahrscheinlichkeit der maskierten Tokens eines Beispiels.',
  ],
  [
    'm is the denoising error of a sample under its prompt p.',
    'm ist der Entrauschfehler eines Beispiels unter seinem Prompt p.',
  ],
  ['m is the denoising error of a sample.', 'm ist der Entrauschfehler eines Beispiels.'],
  [
    'w is a good image of the set, l what the reference sampled for its caption',
    'w ist ein gutes Bild des Datensatzes, l, was die Referenz zu dessen Prompt erzeugt hat',
  ],
  [
    'w is the better image of a pair, l the worse',
    'w ist das bessere Bild eines Paars, l das schlechtere',
  ],
  ['where the log-ratio is', 'wobei das Log-Verhältnis ist'],
  ['Similarity temperature', 'Temperatur der Ähnlichkeit'],
  [
    'How alike a winner and a loser must be to be compared: small values compare the ' +
      'nearest only, large ones all of the batch alike.',
    'Wie ähnlich zwei Bilder sein müssen, um verglichen zu werden: Kleine Werte ' +
      'vergleichen nur die nächsten, große alle eines Batches gleich.',
  ],
  [
    'RPO: 0.01 (SD 1.5), 0.5 (SDXL); style alignment wants more (Table 3: 5).',
    'RPO: 0,01 (SD 1.5), 0,5 (SDXL); Stilausrichtung braucht mehr (Tabelle 3: 5).',
  ],
  ['Signed', 'Mit Vorzeichen'],
  ['Signed, no saturation', 'Mit Vorzeichen, ohne Sättigung'],
  [
    'TGO without its logistic: good images are pulled in and bad ones pushed away at a ' +
      'constant rate. Nothing stops it, so keep it short.',
    'TGO ohne die logistische Funktion: Gute Bilder werden herangezogen und schlechte ' +
      'weggeschoben, immer gleich stark. Nichts hält es auf, also halte es kurz.',
  ],
  ['TGO, threshold-guided', 'TGO, von der Schwelle geführt'],
  [
    'Learns from both sides of the threshold against the untouched model as reference.',
    'Lernt von beiden Seiten der Schwelle, mit dem unveränderten Modell als Referenz.',
  ],
  [
    'How strongly the log-ratio of policy and reference counts as the implicit score z = ' +
      'β(log πθ − log πref). Larger values saturate sooner.',
    'Wie stark das Log-Verhältnis von Policy und Referenz als implizite Wertung z = β(log ' +
      'πθ − log πref) zählt. Größere Werte sättigen früher.',
  ],
  [
    'TGO/UPO: β = 1 best of 0.5, 1, 2 (UPO Table 2); β = 10 loses 90–99 % to β = 1 (TGO Table 5).',
    'TGO/UPO: β = 1 am besten von 0,5, 1, 2 (UPO Tabelle 2); β = 10 verliert 90–99 % gegen ' +
      'β = 1 (TGO Tabelle 5).',
  ],
  [
    'TGO/UPO: β = 1. On nats per token β = 1 hardly saturates, so larger values are worth trying.',
    'TGO/UPO: β = 1. Bei Nats pro Token sättigt β = 1 kaum, größere Werte lohnen also den Versuch.',
  ],
  ['Temperature', 'Temperatur'],
  [
    'Turns the denoising error into a log-likelihood: log π ≈ −MSE/T. Small models with ' +
      'larger errors want a larger T.',
    'Macht aus dem Entrauschfehler eine Log-Likelihood: log π ≈ −MSE/T. Kleine Modelle mit ' +
      'größeren Fehlern brauchen ein größeres T.',
  ],
  [
    'TGO/UPO: T = 10⁻³ for Stable Diffusion 1.5; the bundled model ships its own, from a sweep.',
    'TGO/UPO: T = 10⁻³ für Stable Diffusion 1.5; das mitgelieferte Modell bringt sein ' +
      'eigenes mit, aus einer Reihe.',
  ],
  ['Weighted SFT', 'Gewichtetes SFT'],
  [
    'SFT on images at or above the threshold, each counting the more the further its score ' +
      'is from the threshold.',
    'SFT auf Bildern bei der Schwelle oder darüber; jedes zählt umso mehr, je weiter seine ' +
      'Wertung von der Schwelle liegt.',
  ],
  ['KL', 'KL'],
  ['mapo-t2i/mapo: 0.1.', 'mapo-t2i/mapo: 0,1.'],
  ['mapo-t2i/mapo: snr_value 0.5.', 'mapo-t2i/mapo: snr_value 0,5.'],
  ['basiclab/DiffusionDRO: 0.001.', 'basiclab/DiffusionDRO: 0,001.'],
  ['scxue be51372.', 'scxue be51372.'],
  ['+ for good samples, − for bad ones', '+ für gute Beispiele, − für schlechte'],
  ['the bad samples are left out.', 'die schlechten Beispiele bleiben draußen.'],
  ['Brightness', 'Helligkeit'],
  ['Colourfulness', 'Buntheit'],
  ['Compactness', 'Kompaktheit'],
  ['Edge density', 'Kantendichte'],
  ['Filled area', 'Gefüllte Fläche'],
  ['JPEG compressibility', 'JPEG-Komprimierbarkeit'],
  ['JPEG incompressibility', 'JPEG-Unkomprimierbarkeit'],
  ['Mirror symmetry', 'Spiegelsymmetrie'],
  ['Prompt alignment', 'Prompt-Treue'],
  ['Top-heaviness', 'Kopflastigkeit'],
  ['Warmth', 'Wärme'],
  ['Weight to the right', 'Gewicht nach rechts'],
  ['Happier', 'Fröhlicher'],
  [
    'Mean of 0.299 R + 0.587 G + 0.114 B, over 255.',
    'Mittel von 0,299 R + 0,587 G + 0,114 B, durch 255.',
  ],
  [
    '√(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb), rg = R − G, yb = (R + G)/2 − B (Hasler & Süsstrunk ' +
      '2003).',
    '√(σ²rg + σ²yb) + 0,3 √(μ²rg + μ²yb), rg = R − G, yb = (R + G)/2 − B (Hasler & Süsstrunk ' +
      '2003).',
  ],
  [
    '4π · area / perimeter² of the drawn region.',
    '4π · Fläche / Umfang² des gezeichneten Gebiets.',
  ],
  [
    'Mean |horizontal| plus mean |vertical| difference of ink between neighbouring pixels.',
    'Mittel der |waagerechten| plus Mittel der |senkrechten| Tintenunterschiede zwischen ' +
      'Nachbarpixeln.',
  ],
  [
    'Share of pixels whose grey differs from the paper by more than 15% of the largest ' +
      'difference.',
    'Anteil der Pixel, deren Grau vom Papier um mehr als 15 % des größten Unterschieds abweicht.',
  ],
  ['−(size in kB as a JPEG of quality 95).', '−(Größe in kB als JPEG der Qualität 95).'],
  ['Size in kB as a JPEG of quality 95.', 'Größe in kB als JPEG der Qualität 95.'],
  [
    'Correlation of the grey image with its left–right mirror image.',
    'Korrelation des Graubilds mit seinem links-rechts gespiegelten Bild.',
  ],
  [
    'Cosine of the CLIP embeddings of image and prompt.',
    'Kosinus der CLIP-Einbettungen von Bild und Prompt.',
  ],
  ['½ − (mean row of the ink) / height.', '½ − (mittlere Zeile der Tinte) / Höhe.'],
  ['Mean of (R − B), over 255.', 'Mittel von (R − B), durch 255.'],
  [
    '(ink of the right half − ink of the left half) / (their sum); of an odd width the middle ' +
      'column counts for neither.',
    '(Tinte der rechten Hälfte − Tinte der linken Hälfte) / (ihre Summe); bei ungerader Breite ' +
      'zählt die mittlere Spalte nicht mit.',
  ],
  [
    'w·e + b, e = unit CLIP embedding of the image.',
    'w·e + b, e = CLIP-Einbettung des Bildes mit Länge 1.',
  ],
  [
    'w·e + b, e = unit CLIP embedding of the image; w, b fitted to ratings by ridge regression.',
    'w·e + b, e = CLIP-Einbettung des Bildes mit Länge 1; w, b durch Ridge-Regression an ' +
      'Bewertungen angepasst.',
  ],
  [
    'm and r are minus the log-probabilities of the masked tokens under the trained and the ' +
      'untouched model with the same mask, a their log-ratio.',
    'm und r sind minus die Log-Wahrscheinlichkeiten der maskierten Tokens unter dem trainierten ' +
      'und dem unveränderten Modell bei gleicher Maske, a ihr Log-Verhältnis.',
  ],
  [
    'm and r are the denoising errors of the trained and of the untouched model on the same ' +
      'noise, a their log-ratio.',
    'm und r sind die Entrauschfehler des trainierten und des unveränderten Modells bei gleichem ' +
      'Rauschen, a ihr Log-Verhältnis.',
  ],
  [
    'm is minus the log-probability of a sample’s masked tokens',
    'm ist minus die Log-Wahrscheinlichkeit der maskierten Tokens eines Beispiels',
  ],
  ['m is the denoising error of a sample', 'm ist der Entrauschfehler eines Beispiels'],
  ['DSPO (as released), pairs', 'DSPO (wie veröffentlicht), Paare'],
  [
    'Learns the better image of each pair, its target moved away from the reference’s ' +
      'prediction. At the released β of 0.001 it is SFT on the winners to within 0.05 %; ' +
      'from 0.1 on it differs.',
    'Lernt das bessere Bild jedes Paars, dessen Ziel von der Vorhersage der Referenz ' +
      'weggerückt ist. Beim veröffentlichten β von 0,001 ist es bis auf 0,05 % SFT auf den ' +
      'Gewinnern; ab 0,1 unterscheidet es sich.',
  ],
  [
    'How far a winner’s target is moved away from the reference’s prediction. At 0.1 the ' +
      'gradient differs from that of SFT by 5 %, at 1 by half.',
    'Wie weit das Ziel eines Gewinners von der Vorhersage der Referenz weggerückt wird. ' +
      'Bei 0,1 weicht der Gradient um 5 % von dem von SFT ab, bei 1 um die Hälfte.',
  ],
  ['AIDC-AI/Diffusion-SDPO, sd15_dspo.sh: 0.001.', 'AIDC-AI/Diffusion-SDPO, sd15_dspo.sh: 0,001.'],
  ['the winners’ mean error', 'der mittlere Fehler der Gewinner'],
  [
    'where the share is, without a derivative of its own,',
    'wobei der Anteil ist, ohne eigene Ableitung,',
  ],
  ['SPIN, examples against own images', 'SPIN, Vorbilder gegen eigene Bilder'],
  [
    'Raises the best images of the set against images that the model sampled at the last ' +
      'epoch. Each epoch is an iteration: the model as it stands then samples, and is the ' +
      'reference.',
    'Hebt die besten Bilder des Datensatzes gegen Bilder, die das Modell zur letzten ' +
      'Epoche erzeugt hat. Jede Epoche ist eine Iteration: Das Modell in seinem Stand ' +
      'erzeugt und ist die Referenz.',
  ],
]);
