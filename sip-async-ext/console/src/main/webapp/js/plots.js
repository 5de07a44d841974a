import uPlot from '../vendor/uplot/uPlot.esm.js';
import {byId, el} from './dom.js';
import {time} from './format.js';

/** The trends: total rates, and times per function. */

const MOST = 600;
const MAX_PLOTS = 7;
const HEIGHT = 170;
const dark = matchMedia('(prefers-color-scheme: dark)');
const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

class Plot {
  #columns;
  #plot;

  constructor(title, series, unit) {
    this.series = series;
    this.unit = unit;
    this.#columns = [[], ...series.map(() => [])];
    this.holder = el('div', {role: 'img'});
    this.box = el('article', {class: 'plot'}, el('h3', {}, title), this.holder);
    this.title = title;
    byId('plots').append(this.box);
    new ResizeObserver(() => this.#plot?.setSize({width: this.#width(), height: HEIGHT})).observe(this.box);
    this.draw();
  }

  #width = () => Math.max(120, this.box.clientWidth - 20);

  draw() {
    this.#plot?.destroy();
    const axis = {stroke: color('muted'), grid: {stroke: color('line'), width: 1}, ticks: {show: false}};
    const value = (self, number) => number === null || number === undefined ? '–' : this.unit(number);
    this.#plot = new uPlot({
      width: this.#width(),
      height: HEIGHT,
      cursor: {drag: {x: false, y: false}},
      scales: {y: {range: (self, low, high) => [0, Math.max(high ?? 0, 1) * 1.1]}},
      axes: [
        {...axis, space: 90, size: 28, values: (self, ticks) => ticks.map(clock)},
        {...axis, size: 62, values: (self, ticks) => ticks.map(this.unit)},
      ],
      series: [{label: 'Time', value: (self, seconds) => seconds ? clock(seconds) : '–'}, ...this.series.map(([label, name, dash]) =>
        ({label, stroke: color(name), width: 1.5, dash, value, spanGaps: false, points: {show: false}}))],
    }, this.#columns, this.holder);
  }

  add(atMillis, values) {
    [atMillis / 1000, ...values].forEach((value, i) => {
      this.#columns[i].push(value);
      if (this.#columns[i].length > MOST) {
        this.#columns[i].shift();
      }
    });
    this.#plot.setData(this.#columns);
    if (this.#plot.cursor.idx === null || this.#plot.cursor.idx === undefined) {
      this.#plot.setLegend({idx: this.#columns[0].length - 1}, false);
    }
    this.holder.setAttribute('aria-label', this.title + ': '
      + this.series.map(([label], i) => label + ' ' + (values[i] === null ? 'none' : this.unit(values[i]))).join(', '));
  }
}

const clock = seconds => seconds < 86_400 ? '' : new Date(seconds * 1000).toLocaleTimeString('en', {hourCycle: 'h23'});
const perSecond = number => number < 10 ? number.toFixed(1) : Math.round(number).toString();
const plots = new Map();
let rates;

dark.addEventListener('change', () => [rates, ...plots.values()].forEach(plot => plot?.draw()));

/** The worst line per function, for the busiest functions. */
function byFunction(lines) {
  const functions = new Map();
  for (const line of lines) {
    const known = functions.get(line.function) ?? {inFlight: 0, started: 0, p50: null, p99: null, oldest: null};
    known.inFlight += line.inFlight;
    known.started += line.started;
    if (line.time.maxMillis) {
      known.p50 = Math.max(known.p50, line.time.p50Millis);
      known.p99 = Math.max(known.p99, line.time.p99Millis);
    }
    known.oldest = line.oldestMillis === undefined ? known.oldest : Math.max(known.oldest, line.oldestMillis);
    functions.set(line.function, known);
  }
  return [...functions].sort(([, a], [, b]) => b.inFlight - a.inFlight || b.started - a.started);
}

export function showPlots(statistics, history) {
  rates ??= new Plot('Operations per second',
    [['started', 'accent'], ['done', 'ok'], ['failed or timed out', 'bad', [5, 4]]], perSecond);
  const whole = statistics.operations.filter(line => line.kind !== 'PART');
  const sum = name => whole.reduce((all, line) => all + history.rate(line, name, 2), 0);
  rates.add(statistics.atMillis, [sum('started'), sum('done'), sum('failed') + sum('timedOut')]);
  for (const [name, figures] of byFunction(statistics.operations)) {
    if (!plots.has(name) && plots.size < MAX_PLOTS) {
      plots.set(name, new Plot(name,
        [['p50', 'ok'], ['p99', 'accent'], ['oldest in flight', 'bad', [5, 4]]], time));
    }
    plots.get(name)?.add(statistics.atMillis, [figures.p50, figures.p99, figures.oldest]);
  }
}
