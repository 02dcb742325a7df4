/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** Points in ascending order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 760;
const HEIGHT = 220;
const LEFT = 60;
const TOP = 48;
const BOTTOM = 28;
const COLOURS = ['#d6336c', '#1971c2', '#2f9e44'];

/** Lines over minutes, as SVG. */
export function drawChart(title: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const longest = Math.max(...points.map(([x]) => x), 1);
  const highest = Math.max(...points.map(([, y]) => y), 1);
  const at = (x: number, y: number): string =>
    `${(LEFT + (x / longest) * (WIDTH - LEFT - 16)).toFixed(1)},${(HEIGHT - BOTTOM - (y / highest) * (HEIGHT - TOP - BOTTOM)).toFixed(1)}`;
  const label = (x: number, y: number, text: string, anchor = 'start'): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="11">`,
    '<style>text { fill: #212529 } @media (prefers-color-scheme: dark) { text { fill: #dee2e6 } }</style>',
    `<title>${title}</title>`,
    `<text x="8" y="20" font-size="14">${title}</text>`,
    ...lines.map(
      ({ name }, index) =>
        `<text x="${LEFT + index * 100}" y="38" style="fill: ${COLOURS[index % COLOURS.length]}">${name}</text>`,
    ),
    label(LEFT - 6, TOP + 8, highest.toFixed(0), 'end'),
    label(LEFT - 6, HEIGHT - BOTTOM, '0', 'end'),
    label(LEFT, HEIGHT - 8, '0 min'),
    label(WIDTH - 16, HEIGHT - 8, `${longest.toFixed(0)} min`, 'end'),
    `<path d="M${LEFT},${TOP} V${HEIGHT - BOTTOM} H${WIDTH - 16}" fill="none" stroke="#868e96"/>`,
    ...lines.map(
      (line, index) =>
        `<polyline points="${thinned(line.points)
          .map(([x, y]) => at(x, y))
          .join(' ')}" fill="none" stroke="${COLOURS[index % COLOURS.length]}"/>`,
    ),
    '</svg>\n',
  ].join('\n');
}

/** At most 600 points: of each group the highest. */
function thinned(points: Line['points']): Line['points'] {
  const group = Math.ceil(points.length / 600);
  if (group <= 1) return points;
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < points.length; start += group) {
    kept.push(points.slice(start, start + group).reduce((high, point) => (point[1] > high[1] ? point : high)));
  }
  return kept;
}
