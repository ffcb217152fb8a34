// Which executor and adapter train here, in one line; pressed, it tells why and what would be
// faster.

import { Popover } from '@mantine/core';
import { strings } from '../../strings';
import { bytes, stepTime, whole } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import { sessionStore } from '../../state/session/sessionStore';
import type { Capability } from '../../bridge/protocol';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { MeasureGpu } from './MeasureGpu';

export function CapabilityBadge() {
  const capability = useStore(sessionStore, (state) => state.capability);
  const connection = useStore(sessionStore, (state) => state.connection);
  if (capability === null)
    return connection === 'starting' ? (
      <span className="small muted">{strings.header.starting}</span>
    ) : null;
  const slow = capability.executor !== 'wgsl' || capability.isFallbackAdapter;
  const executor =
    capability.executor === 'wgsl' ? strings.capability.wgsl : strings.capability.wasm;
  return (
    <Popover width={420} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <button
          type="button"
          className="badge"
          data-testid={testIds.capability}
          data-executor={capability.executor}
        >
          <span className={slow ? 'dot slow' : 'dot'} aria-hidden="true" />
          <span className="name">
            {executor}, {capability.adapter}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown
        data-testid={testIds.capabilityDetails}
        aria-label={strings.capability.title}
      >
        <Details capability={capability} executor={executor} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Details({
  capability,
  executor,
}: {
  readonly capability: Capability;
  readonly executor: string;
}) {
  const text = strings.capability;
  const measured = metricHistory.medianStepMs();
  const rows: readonly (readonly [string, string])[] = [
    [text.executor, executor],
    [
      text.adapter,
      capability.isFallbackAdapter && !capability.adapter.includes('software')
        ? `${capability.adapter} (${text.softwareAdapter})`
        : capability.adapter,
    ],
    [text.why, capability.reason],
    [text.whatToDo, capability.remedy === '' ? text.nothing : capability.remedy],
    [text.isolation, capability.crossOriginIsolated ? text.isolated : text.notIsolated],
    ...(capability.threads > 0 ? [[text.threads, whole(capability.threads)] as const] : []),
    ...(capability.maxBufferBytes > 0
      ? [[text.buffer, bytes(capability.maxBufferBytes)] as const]
      : []),
    [text.speed, measured === null ? text.noSpeed : stepTime(measured)],
  ];
  return (
    <div className="stack tight">
      <h2>{text.title}</h2>
      <dl className="details device">
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {capability.executor === 'wgsl' ? <MeasureGpu /> : null}
    </div>
  );
}
