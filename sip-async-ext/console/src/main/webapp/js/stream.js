/**
 * Receives the statistics once a second. Reconnects by itself, with delays up to 15 s; pauses while
 * the page is hidden.
 */
export function watch(onStatistics, onConnection) {
  let source;
  let timer;
  let wait = 1000;

  function open() {
    close();
    source = new EventSource('api/events');
    source.onopen = () => {
      wait = 1000;
      onConnection(true);
    };
    source.onmessage = event => onStatistics(JSON.parse(event.data));
    source.onerror = () => {
      onConnection(false);
      close();
      timer = setTimeout(open, wait);
      wait = Math.min(2 * wait, 15_000);
    };
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  document.addEventListener('visibilitychange', () => document.hidden ? close() : open());
  addEventListener('pagehide', close);
  open();
}
