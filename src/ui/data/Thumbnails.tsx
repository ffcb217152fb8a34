// The open set as a contact sheet, sixty images at a time, each with its score: only the page on
// screen is decoded.

import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ScoredItem } from '../../domain/dataset';
import { strings } from '../../strings';
import { score, whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import { Choice } from '../common/Choice';
import { Failure } from '../common/Failure';
import { Pager } from '../common/Pager';
import { Panel } from '../common/Panel';
import { useImages } from '../common/useImages';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { ImageDialog } from './ImageDialog';
import { SetBar } from './SetBar';
import { EditLine, SetName } from './SetName';

const PAGE = 60;
type Order = 'high' | 'low' | 'file';
const ORDERS: readonly { value: Order; label: string }[] = [
  { value: 'high', label: strings.data.sortHigh },
  { value: 'low', label: strings.data.sortLow },
  { value: 'file', label: strings.data.sortFile },
];

function arrange(items: readonly ScoredItem[], order: Order, filter: string): ScoredItem[] {
  const wanted = filter.trim().toLowerCase();
  const chosen = items.filter(
    (item) => wanted === '' || item.caption.toLowerCase().includes(wanted),
  );
  if (order === 'file')
    return chosen.sort((a, b) =>
      a.fileName.localeCompare(b.fileName, undefined, { numeric: true }),
    );
  return chosen.sort((a, b) => (order === 'high' ? b.score - a.score : a.score - b.score));
}

export function Thumbnails() {
  const dataset = useStore(datasetStore, currentDataset);
  const scored = useStore(datasetStore, (state) => state.items);
  const unscored = useStore(datasetStore, (state) => state.unscored);
  const loading = useStore(datasetStore, (state) => state.loadingItems);
  const [order, setOrder] = useState<Order>('high');
  const [filter, setFilter] = useState('');
  const [page, setPage] = useState(0);
  const [opened, setOpened] = useState<string | null>(null);
  // Where scores decide the order, images without one come last.
  const arranged = useMemo(
    () =>
      order === 'file'
        ? arrange([...scored, ...unscored], order, filter)
        : [...arrange(scored, order, filter), ...arrange(unscored, 'file', filter)],
    [scored, unscored, order, filter],
  );
  const pages = Math.max(1, Math.ceil(arranged.length / PAGE));
  const current = Math.min(page, pages - 1);
  const shown = arranged.slice(current * PAGE, (current + 1) * PAGE);
  const openedItem = shown.find(({ id }) => id === opened);
  const images = useImages(
    dataset?.id ?? null,
    shown.map((item) => item.id),
  );
  if (dataset === null)
    return (
      <div className="empty">
        <h2>{strings.data.gridTitle}</h2>
        <p>{strings.data.gridEmpty}</p>
      </div>
    );
  return (
    <Panel
      title={dataset.name}
      aside={
        <span className="row tight">
          <span className="small muted">{strings.data.images(whole(dataset.count))}</span>
          <SetName key={dataset.id} dataset={dataset} />
        </span>
      }
    >
      <SetBar dataset={dataset} />
      <EditLine dataset={dataset} />
      <div className="fields thumbs-bar">
        <TextInput
          size="sm"
          label={strings.data.filter}
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
            setPage(0);
          }}
        />
        <Choice
          label={strings.data.sort}
          value={order}
          options={ORDERS}
          onChange={(value) => {
            setOrder(value);
            setPage(0);
          }}
        />
      </div>
      {images.failure === null ? null : (
        <Failure failure={images.failure} title={strings.data.imageFailed} />
      )}
      {loading ? <p className="muted">{strings.data.loading}</p> : null}
      {!loading && arranged.length === 0 ? (
        <p className="muted">
          {dataset.count === 0 ? strings.rating.noImages : strings.data.filterNone}
        </p>
      ) : null}
      <ul className="thumbs" data-testid={testIds.thumbnails}>
        {shown.map((item) => (
          <Thumbnail
            key={item.id}
            item={item}
            url={images.urls.get(item.id)}
            onOpen={() => setOpened(item.id)}
          />
        ))}
      </ul>
      {openedItem === undefined ? null : (
        <ImageDialog
          key={openedItem.id}
          dataset={dataset}
          item={openedItem}
          url={images.urls.get(openedItem.id)}
          onClose={() => setOpened(null)}
        />
      )}
      <Pager current={current} pages={pages} onTurn={setPage} />
    </Panel>
  );
}

interface ThumbnailProps {
  readonly item: ScoredItem;
  readonly url: string | undefined;
  readonly onOpen: () => void;
}

function Thumbnail({ item, url, onOpen }: ThumbnailProps) {
  return (
    <li data-testid={testIds.thumbnail} title={item.fileName}>
      <button
        type="button"
        className="thumb-open"
        aria-label={strings.edit.open(item.fileName)}
        onClick={onOpen}
      >
        {url === undefined ? (
          <span className="picture waiting" />
        ) : (
          <img
            className="picture"
            src={url}
            alt={strings.data.imageAlt(item.caption, score(item.score))}
          />
        )}
      </button>
      <span className="thumb-score">{score(item.score)}</span>
      <span className="thumb-caption">{item.caption}</span>
    </li>
  );
}
