// Curves of a comparison over the time since each run's start.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FONT = "12px system-ui, sans-serif";

const axis = (size, label) => ({
  size,
  stroke: () => css("--soft"),
  grid: { stroke: () => css("--line"), width: 1 },
  ticks: { show: false },
  font: FONT,
  label,
  labelFont: FONT,
  labelSize: label ? 18 : 0,
});

/** Labels each curve at its last point, which spares readers the legend. */
function names(plot) {
  const { ctx } = plot;
  ctx.save();
  ctx.font = `600 ${13 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.strokeStyle = css("--card");
  ctx.lineWidth = 5 * devicePixelRatio;
  ctx.lineJoin = "round";
  plot.series.forEach((series, i) => {
    const last = series.named ? plot.data[i].findLastIndex((value) => value != null) : -1;
    if (last <= 0) return;
    const gap = 8 * devicePixelRatio;
    const width = ctx.measureText(series.label).width;
    const x = plot.valToPos(plot.data[0][last], "x", true);
    const y = plot.valToPos(plot.data[i][last], "y", true);
    const fits = x + gap + width < plot.bbox.left + plot.bbox.width;
    const at = [
      fits ? x + gap : Math.max(x - width, plot.bbox.left + gap),
      fits
        ? Math.max(y + gap / 2, plot.bbox.top + 2 * gap)
        : Math.min(y + 10 * gap, plot.bbox.top + plot.bbox.height - gap), // below a curve that rises
    ];
    ctx.strokeText(series.label, ...at);
    ctx.fillStyle = css(series.color);
    ctx.fillText(series.label, ...at);
  });
  ctx.restore();
}

/**
 * Creates a plot.
 *
 * @param element the element to draw in
 * @param least minimum range of x and y
 * @param curves label, color (a CSS custom property), dashed, named
 * @return function that draws the curves; takes the minimum range of x and of y, and a table
 *   [x, y] per curve
 */
export function plot(element, least, curves) {
  const rangeX = (self) => [0, Math.max(least.x, (self.data?.[0].at(-1) ?? 0) * 1.03)];
  const rangeY = (self, min, max) => [0, Math.max(least.y, (max ?? 0) * 1.03)];
  const size = () => ({ width: element.clientWidth, height: element.clientHeight });
  const drawn = new uPlot(
    {
      ...size(),
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: rangeX }, y: { range: rangeY } },
      axes: [axis(28, "seconds since the run's start"), axis(44)],
      series: [
        {},
        ...curves.map((curve) => ({
          ...curve,
          stroke: () => css(curve.color),
          width: curve.dashed ? 1.5 : 3,
          dash: curve.dashed ? [6, 5] : undefined,
          points: { show: false },
          spanGaps: true,
        })),
      ],
      hooks: { draw: [names] },
    },
    [[0], ...curves.map(() => [null])],
    element,
  );
  new ResizeObserver(() => drawn.setSize(size())).observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.redraw());
  return (minX, minY, tables) => {
    least = { x: minX, y: minY };
    drawn.setData(uPlot.join(tables.map(([x, y]) => [x.length ? x : [0], y.length ? y : [null]])));
  };
}
