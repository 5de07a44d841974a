const whole = new Intl.NumberFormat('en');

export const count = number => whole.format(Math.round(number));

/** Formats a rate; empty for zero. */
export const rate = perSecond =>
  perSecond === 0 ? '–' : perSecond < 10 ? perSecond.toFixed(1) : count(perSecond);

/** Formats a time in milliseconds. */
export function time(millis) {
  if (millis === undefined || millis === null) {
    return '–';
  }
  if (millis < 10) {
    return millis.toFixed(1) + ' ms';
  }
  if (millis < 1000) {
    return Math.round(millis) + ' ms';
  }
  return millis < 60_000 ? (millis / 1000).toFixed(1) + ' s' : minutes(millis);
}

function minutes(millis) {
  const seconds = Math.floor(millis % 60_000 / 1000);
  return Math.floor(millis / 60_000) + ' min' + (seconds ? ' ' + seconds + ' s' : '');
}

/** Address of the page that shows the ladder of calls. */
export const ladderOf = callIds =>
  'ladder.html#' + callIds.map(callId => 'call=' + encodeURIComponent(callId)).join('&');

export const plural = (number, one, many) => count(number) + ' ' + (number === 1 ? one : many);

export const operations = number => plural(number, 'operation', 'operations');
