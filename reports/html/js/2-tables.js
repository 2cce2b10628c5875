// Tables: the numbers behind each chart as a data block of columns. Sorting, copying and CSV work on all rows, the page
// shows the first ones.

const tables = new Map(); // id -> {columns, shown, order}

function table(id) {
  if (!tables.has(id)) {
    const block = document.querySelector(`script[data-table="${id}"]`);
    const data = readJSON(block);
    if (data.heat) data.columns = heatColumns(data.heat);
    const rows = data.columns.length ? cells(data.columns[0]).length : 0;
    tables.set(id, { columns: data.columns, shown: data.shown, order: Array.from({ length: rows }, (_, i) => i) });
  }
  return tables.get(id);
}

function cells(column) { return column.numbers || column.text || []; }
function cell(column, row) {
  return column.numbers ? number(column.numbers[row], column.digits) : cells(column)[row];
}
function head(column) { return column.unit ? (column.name ? `${column.name}, ${column.unit}` : column.unit) : column.name; }

// heatColumns makes the table of a heat map from its packed cells: a row a day, a column an hour.
function heatColumns(chart) {
  const { heat, digits } = chart, packed = unpack(heat), days = packed.length / 24, first = Date.parse(heat.first + "T00:00:00Z");
  const columns = [{ name: "day", text: Array.from({ length: days }, (_, d) => new Date(first + d * 864e5).toISOString().slice(0, 10)) }];
  for (let h = 0; h < 24; h++) {
    columns.push({ name: String(h).padStart(2, "0") + ":00", unit: heat.unit, digits, numbers: Array.from({ length: days }, (_, d) => heatValue(heat, packed[24 * d + h])) });
  }
  return columns;
}

// csvCell quotes what needs quoting; text that a spreadsheet would take for a formula gets an apostrophe before it.
function csvCell(v) {
  if (v === null || v === undefined) return "";
  if (typeof v === "number") return String(v);
  const text = /^[=+\-@\t\r]/.test(v) ? "'" + v : v;
  return /[",\r\n]/.test(text) || text !== v ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function asText(t, separator, quote) {
  const rows = [t.columns.map(c => quote(head(c))).join(separator)];
  for (const i of t.order) rows.push(t.columns.map(c => quote(cells(c)[i])).join(separator));
  return rows.join("\r\n") + "\r\n";
}

function download(id) {
  const link = el("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff" + asText(table(id), ",", csvCell)], { type: "text/csv;charset=utf-8" }));
  link.download = id + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function copy(id, button) {
  const text = asText(table(id), "\t", v => v === null || v === undefined ? "" : String(v).replace(/[\t\r\n]/g, " "));
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", "offscreen");
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = done ? "copied" : "not allowed here";
  setTimeout(() => { button.textContent = before; }, 2000);
}

// sortBy orders all rows by a column, gaps last, and shows the first ones.
function sortBy(id, index, button) {
  const t = table(id), values = cells(t.columns[index]), th = button.closest("th");
  const down = th.getAttribute("aria-sort") === "ascending";
  const compare = t.columns[index].numbers ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en", { numeric: true });
  t.order.sort((a, b) => {
    const x = values[a], y = values[b];
    if (x === null || y === null) return (x === null) - (y === null);
    return (down ? -1 : 1) * compare(x, y) || a - b;
  });
  for (const other of th.parentElement.children) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = th.closest("table").tBodies[0];
  body.replaceChildren(...t.order.slice(0, t.shown).map(row => {
    const tr = el("tr");
    t.columns.forEach((c, i) => tr.append(el(i === 0 ? "th" : "td", c.numbers ? "num" : /^\d{4}-\d\d-\d\d$/.test(cell(c, row)) ? "date" : cell(c, row).length > 60 ? "long" : "", cell(c, row))));
    if (tr.firstChild) tr.firstChild.scope = "row";
    if (body.parentElement.classList.contains("stacked")) t.columns.forEach((c, i) => { if (i > 0) tr.children[i].dataset.head = head(c); });
    return tr;
  }));
}

// filterRows hides the rows of a table that do not hold the text.
function filterRows(input) {
  const wanted = input.value.trim().toLowerCase(), body = document.getElementById(input.dataset.filter).tBodies[0];
  for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
}

// sortRows sorts a table that stands wholly on the page by the text of a column.
function sortRows(button) {
  const th = button.closest("th"), body = th.closest("table").tBodies[0], index = th.cellIndex;
  const down = th.getAttribute("aria-sort") === "ascending";
  const key = row => row.cells[index].dataset.sort ?? row.cells[index].textContent.trim();
  const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * key(a).localeCompare(key(b), "en", { numeric: true }));
  for (const other of th.parentElement.children) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...rows);
}
