/** Client of the REST interface. Throws refusals with their numbered message. */

const STEERING = {'X-Sip-Async': 'console', 'Content-Type': 'application/json'};

async function ask(path, options) {
  const answer = await fetch('api/' + path, {...options, signal: AbortSignal.timeout(10_000)});
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(body.code ? body.code + ': ' + body.detail : 'The server answers ' + answer.status);
  }
  return body;
}

const post = (path, body) => ask(path, {method: 'POST', headers: STEERING, body: JSON.stringify(body)});

const withoutGaps = values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined));

const calls = callIds => new URLSearchParams(callIds.map(callId => ['callId', callId]));

export const findCalls = query => ask('ladders?' + new URLSearchParams(withoutGaps(query)));
export const ladder = callIds => ask('ladders/ladder?' + calls(callIds));
export const exportOf = (callIds, form) => 'api/ladders/ladder.' + form + '?' + calls(callIds);
export const capture = on => post('ladders/capture', {on});

export const node = () => ask('node');
export const nodes = () => ask('cluster');
export const list = (filter, after, limit) =>
  ask('operations?' + new URLSearchParams(withoutGaps({...filter, after, limit})));
export const countMatching = filter => ask('operations/count?' + new URLSearchParams(withoutGaps(filter)));
export const cancelOne = id => ask('operations/' + id, {method: 'DELETE', headers: STEERING});
export const drain = atMostMillis => post('node/drain', {atMostMillis});
export const resume = () => post('node/resume', {});

/** Cancels matching operations; an empty filter matches all. */
export function cancelMatching(filter, dryRun) {
  const asked = withoutGaps(filter);
  return post('operations/cancel', {...asked, ...(Object.keys(asked).length ? {} : {all: true}), dryRun});
}
