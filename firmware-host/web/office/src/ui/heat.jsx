// heat.jsx: a table whose cells are coloured by size: window × hour. A real table, so it can be
// read aloud, and the figure stands in each cell, so colour is never alone.
//
//   <Heat caption="窗口负荷" corner="窗口" columns={['09', …]} rows={[{ key, head, cells: [0.3, null] }]}
//     text={(v) => …} high={1} onOpen={(row, index) => …} />
//
// `high` is what gets the strongest colour (left out: the greatest value).
const LEVELS = 7;

function levelOf(value, high) {
  return value === null || value === undefined || high <= 0
    ? 'none' : String(Math.max(0, Math.min(LEVELS, Math.round((value / high) * LEVELS))));
}

export function Heat({ caption, corner, columns, rows, text = String, high, onOpen }) {
  const top = high ?? Math.max(0, ...rows.flatMap((row) => row.cells.filter((c) => c !== null)));
  return (
    <div class="table-scroll heat-box" tabIndex={0} role="group" aria-label={caption}>
      <table class="heat">
        <caption class="hidden-words">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => <th key={column} scope="col">{column}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.head}</th>
              {row.cells.map((value, index) => (
                <td key={columns[index]} class={`level-${levelOf(value, top)}`}>
                  {value === null || value === undefined ? '' : onOpen ? (
                    <button type="button" onClick={() => onOpen(row, index)}>{text(value)}</button>
                  ) : text(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
