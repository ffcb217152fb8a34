// What the worker's services may use of the studio. An interface of its own, so that no service
// imports the class that holds it.

import type { StudioEvent } from '../../bridge/protocol';
import type { ImageSize } from '../../domain/imageSize';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import type { ClipFeatureSource } from '../../rewards';
import type { StudioDatabase } from '../../storage/database';
import type { CatalogueEntry, ScorerEntry, ReadAsset } from './modelCatalogue';
import type { StudioDevice } from './studioDevice';

export interface StudioServices {
  readonly db: StudioDatabase;
  readonly device: StudioDevice;
  readonly readAsset: ReadAsset;
  /** CLIP models that lie beside the app. */
  readonly scorers: readonly ScorerEntry[];
  post(event: StudioEvent): void;
  /** Catalogue entry of a model. Errors: BadModel for an unknown id. */
  model(id: string): CatalogueEntry;
  /**
   * The opened pipeline of a model, at its own size or another; loaded once. Errors: BadSettings
   * for a size it cannot take.
   */
  pipeline(id: string, resolution?: ImageSize | null): Promise<ImagePipeline>;
  /** The stored CLIP model of a hash, else the one beside the app. Errors: as OpenScorers.get. */
  scorer(hash?: string | null): Promise<ClipFeatureSource>;
  /** Frees what large CLIP models hold of the device. */
  releaseScorers(): Promise<void>;
}
