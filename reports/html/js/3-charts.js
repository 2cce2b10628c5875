// Charts. Each one is a data block with an ECharts option; the functions that an option may name are all in FORMATTERS, and
// the colours are those of the present theme.

const drawings = new Map(); // id -> {data, chart, finished}
let palette = {};

// FORMATTERS are all the functions there are. An option names one as "fn:name"; anything else stays text.
const FORMATTERS = new Map([
  ["time", () => dateTick],
  ["tick", () => tick],
  ["name", d => p => typeof p === "object" ? p.name : stopTick(p, d.meta.form)],
  ["rows", d => params => tipRows(d, params)],
  ["cell", d => p => tipCell(d, p)],
  ["field", d => p => tipField(d, p)],
  ["share", d => p => number(p.value[2], d.meta.y.digits)],
  ["place", d => p => tipPlace(p)],
]);
const FUNCTION_KEYS = new Set(["formatter"]);
const COLOR_KEYS = new Set(["color", "borderColor", "areaColor", "backgroundColor"]);

// revive puts functions and colours where an option refers to them, and touches no other text.
function revive(o, d) {
  for (const k of Object.keys(o)) {
    const v = o[k];
    if (typeof v === "string") {
      if (FUNCTION_KEYS.has(k) && v.startsWith("fn:") && FORMATTERS.has(v.slice(3))) o[k] = FORMATTERS.get(v.slice(3))(d);
      else if (COLOR_KEYS.has(k)) o[k] = color(v);
    } else if (Array.isArray(v) && COLOR_KEYS.has(k)) o[k] = v.map(color);
    else if (v && typeof v === "object" && k !== "data") revive(v, d);
    else if (Array.isArray(v) && v.some(item => item && typeof item === "object" && !Array.isArray(item))) revive(v, d);
    else if (Array.isArray(v) && v.some(item => Array.isArray(item) && item.some(x => x && typeof x === "object"))) revive(v, d);
  }
  return o;
}

// color turns "@blue" or "@blue/0.2" into the present theme's colour.
function color(v) {
  if (typeof v !== "string" || v[0] !== "@") return v;
  const [name, opacity] = v.slice(1).split("/"), hex = palette[name];
  if (opacity === undefined) return hex;
  const n = parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${opacity})`;
}

// --- what stands on the axes

function stopTick(text, form) {
  if (form !== "month") return stopName(text, form);
  return text.endsWith("-01") ? text.slice(0, 4) : MONTHS[+text.slice(5) - 1];
}

// monthInterval chooses which months of a category axis are named: Januaries where there are many.
function monthInterval(names, width) {
  const room = width / names.length;
  const every = room > 34 ? 1 : room > 20 ? 3 : room > 11 ? 6 : 12;
  return i => (+names[i].slice(5) - 1) % every === 0;
}

// nameEach shows every name of a category axis: in lines where there is room for its words, aslant where there is little. The
// first name aslant leans out to the left and gets room there.
function nameEach(option, width) {
  const axis = option.xAxis[0], room = width / axis.data.length;
  const aslant = room < 52 || room < 90 && axis.data.some(name => name.split(" ").some(word => textWidth(word) > room - 6));
  if (aslant) option.grid[0].left = 8 + Math.max(0, Math.ceil(Math.min(90, textWidth(axis.data[0])) * 0.65 - room / 2 - 28));
  Object.assign(axis.axisLabel, { interval: 0, hideOverlap: false, overflow: aslant ? "truncate" : "break", width: aslant ? 90 : room - 6 }, aslant ? { rotate: 50 } : {});
}

// --- tooltips: elements, so that no text of the page is read as markup

function tip(title, lines) {
  const out = el("div", "tip");
  out.append(el("b", "", title));
  for (const [text, value, mark, shape] of lines) {
    const row = el("div", "tip-row"), swatch = el("i", "sw sw-" + (shape || "none"));
    if (mark) swatch.style.setProperty("--c", color(mark));
    row.append(swatch, el("span", "", text), el("span", "num", value));
    out.append(row);
  }
  return out;
}

// tipRows lists every series at the place that is pointed at, as the table behind the chart has it: of a series with stops of
// its own, the last stop that is not later; of single points, one that is near.
function tipRows(d, params) {
  const first = Array.isArray(params) ? params[0] : params, t = table(d.id + "-table"), lines = [];
  const shared = d.meta.rows.every(r => r.stops === 0);
  let at = shared ? first.dataIndex : first.value[0];
  if (shared && d.meta.steps) at = stopBefore(t.columns[0], first.value[0], d.meta.form, false); // steps have more points than stops
  for (const r of d.meta.rows) {
    const c = t.columns[r.column], i = shared ? at : stopBefore(t.columns[r.stops], at, d.meta.form, r.shape === "dot");
    if (i >= 0) lines.push([c.name, withUnit(number(c.numbers?.[i], c.digits), c.unit) || "–", r.color, r.shape]);
  }
  const text = shared ? cells(t.columns[0])[at] : at;
  return tip(d.meta.form === "number" ? `${d.meta.x.title.split(",")[0]}: ${withUnit(tick(+text.toPrecision(4)), d.meta.x.unit)}`
    : d.meta.form === "name" ? text : date(shared ? moment(text) : at, d.meta.form), lines);
}

function stopBefore(stops, at, form, near) {
  const where = i => form === "number" ? stops.numbers[i] : moment(cells(stops)[i]);
  let found = -1;
  for (let i = 0; i < cells(stops).length && cells(stops)[i] && where(i) <= at; i++) found = i;
  return near && found >= 0 && at - where(found) > 15 * 864e5 ? -1 : found;
}

function tipCell(d, p) {
  const [x, hour, value] = p.value, from = d.columns[p.seriesIndex][x], hours = String(hour).padStart(2, "0") + ":00";
  const day = from.days > 1 ? `${date(from.ms, "day")} and ${from.days - 1} more` : date(from.ms, "day");
  return tip(`${day}, ${hours}`, [[d.heat.what, withUnit(number(value, d.meta.y.digits), d.heat.unit)]]);
}

function tipField(d, p) {
  const [x, y, value] = p.value, place = stopName(d.chart.getOption().xAxis[0].data[x], d.meta.form);
  return tip(`${d.meta.names[y]}, ${place}`, [[d.meta.y.title, withUnit(number(value, d.meta.y.digits), d.meta.y.unit)]]);
}

function tipPlace(p) {
  return p.data && p.data.facts ? tip(p.data.name, p.data.facts) : "";
}

// --- the heat map: cells of one byte, joined where a strip is narrower than its days

function unpack(heat) { return Uint8Array.from(atob(heat.cells), c => c.charCodeAt(0)); }
function heatValue(heat, step) { return step === 255 ? null : step * heat.full / heat.steps; }

function fillHeat(d, option, width) {
  const { heat } = d, packed = unpack(heat), first = Date.parse(heat.first + "T00:00:00Z"), ratio = window.devicePixelRatio || 1;
  const join = Math.max(1, Math.ceil(366 / ((width - 52) * Math.min(ratio, 2))));
  d.columns = [];
  let day = -heat.lead;
  heat.years.forEach((days, year) => {
    const data = [], columns = [], slots = Math.ceil(366 / join);
    for (let c = 0; c < slots; c++) {
      const from = day + c * join, count = Math.min(join, days - c * join);
      columns.push({ ms: first + from * 864e5, days: count });
      for (let h = 0; h < 24; h++) {
        let sum = 0, n = 0;
        for (let k = 0; k < count; k++) {
          const step = packed[24 * (from + k) + h];
          if (from + k >= 0 && step !== undefined && step !== 255) { sum += heatValue(heat, step); n++; }
        }
        if (n > 0) data.push([c, h, sum / n]);
      }
    }
    day += days;
    d.columns.push(columns);
    const starts = new Map(); // column -> month
    for (let m = 0; m < 12; m++) starts.set(Math.floor((Date.UTC(2024, m, 15) - Date.UTC(2024, 0, 1)) / 864e5 / join), MONTHS[m]);
    const every = width < 480 ? 3 : 1;
    option.series[year].data = data;
    for (const area of option.series[year].markArea?.data ?? []) for (const end of area) if ("xAxis" in end) end.xAxis = Math.floor(end.xAxis / join);
    Object.assign(option.xAxis[year], { data: columns.map((_, i) => i) });
    Object.assign(option.xAxis[year].axisLabel, {
      interval: i => starts.has(i) && MONTHS.indexOf(starts.get(i)) % every === 0, formatter: (_, i) => starts.get(i) ?? "",
    });
    Object.assign(option.yAxis[year], {
      name: option.series[year].name, nameLocation: "middle", nameGap: 26, nameRotate: 90, nameTextStyle: { color: palette.ink, fontWeight: 600 },
    });
    Object.assign(option.yAxis[year].axisLabel, { interval: i => i % (heat.years.length > 3 ? 12 : 6) === 0 });
  });
}

// --- the grid: names of rows take at most a third of the width, values stand where they fit

// shortened takes the middle out of a name that is too long: names of sites often differ in their last word.
function shortened(name, room) {
  if (textWidth(name) <= room) return name;
  const letters = [...name];
  for (let keep = letters.length - 2; keep > 4; keep--) {
    const text = letters.slice(0, Math.floor(keep / 2)).join("") + "…" + letters.slice(letters.length - Math.ceil(keep / 2)).join("");
    if (textWidth(text) <= room - 8) return text; // what is shortened needs no second ellipsis
  }
  return name;
}

function fitGrid(d, option, width) {
  const room = Math.min(Math.ceil(Math.max(...d.meta.names.map(textWidth))) + 4, Math.floor(width * 0.34)), grid = option.grid[0], axis = option.xAxis[0];
  Object.assign(option.yAxis[0].axisLabel, { interval: 0, width: room, overflow: "truncate" });
  option.yAxis[0].axisTick = { show: false };
  option.yAxis[0].data = d.meta.names.map(name => shortened(name, room));
  Object.assign(grid, { containLabel: false, left: room + 12, right: 10, top: 8 });
  const field = (width - grid.left - grid.right) / axis.data.length;
  if (d.meta.form === "month") axis.axisLabel.interval = monthInterval(axis.data, field * axis.data.length);
  const left = grid.left;
  if (d.meta.form === "name") nameEach(option, field * axis.data.length);
  const foot = axis.axisLabel.rotate ? 76 : d.meta.form === "name" ? 40 : 24;
  Object.assign(grid, axis.position === "top" ? { left, top: foot, bottom: 8, right: axis.axisLabel.rotate ? 40 : 10 } : { left, bottom: foot });
  if (field < 30) for (const s of option.series) s.label = { show: false };
}

// --- the map: the part of the plane that is seen takes the shape of the picture

function fitMap(d, option, width, height) {
  const name = "land-" + d.id;
  if (!echarts.getMap(name)) echarts.registerMap(name, d.map);
  let [west, south, east, north] = d.meta.box;
  const w = east - west, h = north - south;
  const more = Math.max(0, h * width / height - w) / 2, taller = Math.max(0, w * height / width - h) / 2;
  west -= more; east += more; south -= taller; north += taller;
  Object.assign(option.geo, { map: name, boundingCoords: [[west, north], [east, south]] });
  const pixels = width / (east - west), shrink = Math.min(1, Math.max(0.55, width / 900));
  for (const s of option.series) {
    s.geoIndex = 0;
    for (const place of s.data) {
      if (!place.symbolSize) continue;
      place.symbolSize = Math.max(6, place.symbolSize * shrink);
      const right = (place.value[0] - west) * pixels + place.symbolSize / 2 + 6 + textWidth(place.name);
      if (right > width) place.label = { ...place.label, position: "left" };
    }
  }
}

// --- labels at the ends of lines, and of marks

const pen = document.createElement("canvas").getContext("2d");
function textWidth(text) {
  pen.font = "12px " + getComputedStyle(document.body).fontFamily;
  return pen.measureText(text).width;
}

function endLabels(d, option, width) {
  const ends = d.meta.ends ?? [], figure = document.getElementById(d.id);
  const room = Math.max(0, ...ends.map(e => textWidth(e.name)));
  const panel = figure.classList.contains("third"); // one of several in step: its names stand in the legend, so that all are of one width
  const fits = !panel && ends.length > 1 && room + 12 < Math.min(170, width * 0.28);
  figure.classList.toggle("labelled", fits);
  if (!fits) return;
  option.grid[0].right = Math.ceil(room) + 18;
  for (const e of ends) {
    Object.assign(option.series[e.series], {
      endLabel: { show: true, formatter: () => e.name, color: color(e.color), fontSize: 12, distance: 6 },
    });
  }
}

// partEnds moves the labels at the ends of lines apart, once their places are known.
function partEnds(d) {
  if (!document.getElementById(d.id).classList.contains("labelled")) return;
  const option = d.chart.getOption(), least = 15;
  const at = d.meta.ends.map(e => {
    const last = option.series[e.series].data.findLast(p => p[1] !== null);
    return { e, y: last ? d.chart.convertToPixel({ seriesIndex: e.series }, last)[1] : 0 };
  }).sort((a, b) => a.y - b.y);
  const moved = at.map(a => a.y);
  for (let pass = 0; pass < 20; pass++) for (let i = 1; i < moved.length; i++) {
    const lack = least - (moved[i] - moved[i - 1]);
    if (lack > 0) { moved[i] += lack / 2; moved[i - 1] -= lack / 2; }
  }
  const { y, height } = d.chart.getModel().getComponent("grid").coordinateSystem.getRect(); // labels stay above the axis
  for (let i = moved.length - 1, floor = y + height - 5; i >= 0; i--, floor -= least) if (moved[i] > floor) moved[i] = floor;
  const series = option.series.map(() => ({}));
  at.forEach((a, i) => { series[a.e.series] = { endLabel: { offset: [0, moved[i] - a.y] } }; });
  d.chart.setOption({ series });
}

// flags puts the labels of dated marks into rows above the chart, so that none covers another.
function flags(d, option, width) {
  const list = [...(d.meta.flags ?? [])].sort((a, b) => a.at - b.at);
  if (!list.length || !option.grid) return;
  const [low, high] = extent(d, option), left = 48, right = +option.grid[0].right || 14, plot = width - left - right;
  const rows = [];
  const marks = list.filter(f => f.at >= low && f.at <= high).map(f => {
    const x = left + plot * (f.at - low) / (high - low || 1), w = textWidth(f.label) + 12;
    const start = Math.min(x, width - w);
    let row = rows.findIndex(end => end <= start);
    if (row < 0) row = rows.push(0) - 1;
    rows[row] = start + w;
    return { f, row, flip: x + w > width };
  });
  option.grid[0].top = 12 + 16 * rows.length;
  const host = option.series.find(s => s.markLine || s.markArea);
  host.markLine ??= { silent: true, symbol: "none", data: [] };
  for (const { f, row, flip } of marks) {
    let item = host.markLine.data.find(m => m.xAxis === f.at && m.name === f.label);
    if (!item) host.markLine.data.push(item = { name: f.label, xAxis: f.at, lineStyle: { width: 0 } });
    item.label = { show: true, formatter: () => f.label, color: color(f.color), fontSize: 12, position: "end", align: flip ? "right" : "left",
      distance: 3 + 16 * row, padding: 0 };
  }
}

function extent(d, option) {
  const x = option.xAxis[0];
  if (x.type === "category") return [0, x.data.length - 1];
  let low = Infinity, high = -Infinity;
  for (const s of option.series) for (const p of s.data ?? []) { low = Math.min(low, p[0]); high = Math.max(high, p[0]); }
  return [typeof x.min === "number" ? x.min : low, typeof x.max === "number" ? x.max : high];
}

// inStep gives the panels that stand beside each other the same margins, whatever the numbers on their axes.
function inStep(d, option) {
  if (document.getElementById(d.id).classList.contains("third") && option.grid) Object.assign(option.grid[0], { containLabel: false, left: 54, right: 14, bottom: 28 });
}

// levels writes the labels of horizontal marks over their lines, left and right in turn; freeLevels moves those that lie on a curve.
function levels(d, option) {
  const list = [...(d.meta.levels ?? [])].sort((a, b) => a.at - b.at);
  const host = option.series.find(s => s.markLine);
  if (list.length) option.grid[0].top = Math.max(+option.grid[0].top, 22); // room for the label of the highest
  list.forEach((f, i) => {
    const item = host.markLine.data.find(m => m.yAxis === f.at && m.name === f.label);
    item.label = { show: true, formatter: () => f.label, color: color(f.color), fontSize: 12, position: i % 2 ? "insideStartTop" : "insideEndTop",
      backgroundColor: color("@ground/0.8"), padding: [1, 3] };
  });
}

// freeLevels moves the labels of horizontal marks to where no line runs through them, once the places of both are known.
function freeLevels(d) {
  const list = d.meta.levels ?? [];
  if (!list.length) return;
  const option = d.chart.getOption(), grid = d.chart.getModel().getComponent("grid").coordinateSystem.getRect(), pieces = [], sums = new Map();
  for (const s of option.series) {
    if (s.type !== "line" || s.yAxisIndex === 1) continue;
    let last = null;
    (s.data ?? []).forEach((p, i) => {
      let [x, y] = Array.isArray(p) ? p : [i, p];
      if (y === null || y === undefined) { last = null; return; }
      if (s.stack) sums.set(x, y += sums.get(x) ?? 0);
      const at = d.chart.convertToPixel({ gridIndex: 0 }, [x, y]);
      if (s.lineStyle?.opacity === 0) pieces.push([at, at]); // dots
      else if (last && s.step) pieces.push([last, [at[0], last[1]]], [[at[0], last[1]], at]);
      else if (last) pieces.push([last, at]);
      last = at;
    });
  }
  const meets = (box, [a, b]) => {
    const n = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 4));
    for (let k = 0; k <= n; k++) {
      const x = a[0] + (b[0] - a[0]) * k / n, y = a[1] + (b[1] - a[1]) * k / n;
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true;
    }
    return false;
  };
  const host = option.series.findIndex(s => s.markLine), data = option.series[host].markLine.data, taken = [];
  [...list].sort((a, b) => a.at - b.at).forEach((f, i) => {
    const item = data.find(m => m.yAxis === f.at && m.name === f.label);
    if (!item) return;
    const w = textWidth(f.label) + 12, y = d.chart.convertToPixel({ gridIndex: 0 }, [data.find(m => m.xAxis)?.xAxis ?? extent(d, option)[0], f.at])[1];
    const sides = i % 2 ? ["Start", "End", "Middle"] : ["End", "Start", "Middle"];
    let best = null, least = Infinity;
    for (const half of ["Top", "Bottom"]) for (const side of sides) {
      const left = side === "Start" ? grid.x : side === "End" ? grid.x + grid.width - w : grid.x + (grid.width - w) / 2;
      const box = { left, right: left + w, top: half === "Top" ? y - 24 : y + 2, bottom: half === "Top" ? y - 2 : y + 24 };
      if (box.bottom > grid.y + grid.height) continue;
      const hits = pieces.filter(p => meets(box, p)).length + 1000 * taken.filter(t => t.left < box.right && t.right > box.left && t.top < box.bottom && t.bottom > box.top).length;
      if (hits < least) [best, least] = [{ side, half, box }, hits];
    }
    if (!best) return;
    taken.push(best.box);
    item.label.position = "inside" + best.side + best.half;
  });
  const series = option.series.map(() => ({}));
  series[host] = { markLine: { data } };
  d.chart.setOption({ series });
}

// --- drawing

function styled(d, width, height) {
  const option = revive(JSON.parse(d.text), d);
  option.useUTC = true;
  option.tooltip = Object.assign({ confine: true, transitionDuration: 0, padding: [8, 10] }, option.tooltip);
  if (option.tooltip.trigger === "axis") option.tooltip.axisPointer = { type: option.xAxis[0].type === "category" ? "shadow" : "line" };
  if (d.heat) fillHeat(d, option, width);
  else if (d.map) fitMap(d, option, width, height);
  else if (d.meta.names) fitGrid(d, option, width);
  else {
    if (d.meta.form === "month" && option.xAxis[0].type === "category") option.xAxis[0].axisLabel.interval = monthInterval(option.xAxis[0].data, width - 60);
    if (d.meta.form === "name") nameEach(option, width - 60);
    endLabels(d, option, width);
    flags(d, option, width);
    levels(d, option);
    inStep(d, option);
  }
  return option;
}

function draw(id) {
  const d = drawings.get(id);
  if (d.chart || !d.box.clientWidth) return;
  const { clientWidth: width, clientHeight: height } = d.box;
  d.chart = echarts.init(d.box, themeName(), { renderer: d.heat ? "canvas" : "svg" });
  d.chart.on("finished", () => {
    if (d.finished) return;
    d.finished = true;
    count();
  });
  Object.assign(d, { width, height });
  d.chart.setOption(styled(d, width, height));
  finish(d);
}

// toPaper fits a chart to the width of the page. A canvas painted while a page is being printed stays blank on paper, so a
// heat map keeps the one that was on the screen, shrunk.
function toPaper(d) {
  draw(d.id);
  if (!d.heat) return redraw(d);
  d.box.style.setProperty("--shrink", d.box.clientWidth / d.width);
}

// finish does what can only be done once a chart has its layout. ECharts 6.1.0 paints the cells of every heat map little by
// little, over several frames; they are few enough to be painted at once.
function finish(d) {
  partEnds(d);
  freeLevels(d);
  if (!d.heat && !d.meta.names) return;
  for (const shape of d.chart.getZr().storage.getDisplayList(true)) shape.incremental = 0;
  d.chart.getZr().refreshImmediately();
}

function redraw(d) {
  const { clientWidth: width, clientHeight: height } = d.box;
  if (!d.chart || !width) return;
  if (d.width !== width || d.height !== height) d.chart.resize();
  Object.assign(d, { width, height });
  d.chart.setOption(styled(d, width, height), { notMerge: true });
  finish(d);
}

// count tells how many of the charts that this audience sees have been drawn.
function count() {
  const all = [...drawings.values()].filter(d => d.finished || d.box.clientWidth);
  document.documentElement.dataset.charts = `${all.filter(d => d.finished).length}/${all.length}`;
}

function drawAll() { for (const id of drawings.keys()) draw(id); }

function themeName() { return "hashwatt-" + document.documentElement.dataset.theme; }

function registerThemes(palettes) {
  for (const [name, p] of Object.entries(palettes)) {
    const axis = {
      axisLine: { lineStyle: { color: p.line } }, axisTick: { lineStyle: { color: p.line } }, splitLine: { lineStyle: { color: p.line, width: 0.75 } },
      axisLabel: { color: p.muted, fontSize: 12 },
    };
    const upright = { ...axis, axisLine: { show: false }, axisTick: { show: false } };
    echarts.registerTheme("hashwatt-" + name, {
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: p.ink },
      categoryAxis: { ...axis, splitLine: { show: false } }, timeAxis: { ...axis, splitLine: { show: false } }, valueAxis: upright, logAxis: upright,
      tooltip: { backgroundColor: p.ground, borderColor: p.line, borderWidth: 1, textStyle: { color: p.ink, fontSize: 13 }, extraCssText: "box-shadow:none",
        axisPointer: { lineStyle: { color: p.muted, type: "solid" }, shadowStyle: { color: p.grey, opacity: 0.12 } } },
      label: { color: p.ink },
    });
  }
}

function setupCharts(palettes) {
  registerThemes(palettes);
  for (const block of document.querySelectorAll("script[data-chart]")) {
    const data = readJSON(block), id = block.dataset.chart;
    drawings.set(id, { id, text: JSON.stringify(data.option), meta: data.meta, heat: data.heat, map: data.map, box: document.getElementById(id + "-plot"), finished: false });
  }
  count();
  near = new IntersectionObserver(entries => {
    for (const e of entries) if (e.isIntersecting) { near.unobserve(e.target); draw(e.target.dataset.plot); }
  }, { rootMargin: "400px" });
  for (const d of drawings.values()) lookOut(d);
  const sizes = new ResizeObserver(entries => {
    for (const e of entries) {
      const d = drawings.get(e.target.dataset.plot);
      if (d.chart && Math.abs(d.width - e.target.clientWidth) > 1 && !document.documentElement.classList.contains("paper")) redraw(d);
    }
  });
  for (const d of drawings.values()) sizes.observe(d.box);
}

// restyle gives the charts the colours of the theme: those in sight now, the others when they come into view again.
function restyle(palettes) {
  palette = palettes[document.documentElement.dataset.theme];
  const paper = document.documentElement.classList.contains("paper");
  for (const d of drawings.values()) {
    if (!d.chart || d.heat && paper) continue;
    d.chart.dispose();
    d.chart = null;
    const { top, bottom } = d.box.getBoundingClientRect();
    if (top < innerHeight && bottom > 0) draw(d.id);
    else lookOut(d);
  }
}

// lookOut draws a chart when it comes near the window. A heat map is drawn when there is nothing else to do, so that there is
// a canvas when the page is printed.
let near;
function lookOut(d) {
  near.unobserve(d.box);
  near.observe(d.box);
  if (d.heat) (window.requestIdleCallback ?? setTimeout)(() => draw(d.id));
}
