import type { StepRow } from '../../shared/protocol/workflowBuilder';
import { assignLanes, type Line } from './lanes';

const SVG = 'http://www.w3.org/2000/svg';
/** The width of a lane and of the arrows, in pixels. */
const [LANE, ARROW] = [9, 6];
/** How far from the middle of a row's first line its lines begin and end. */
const GAP = 5;
/** The middle of a row's first line, from its top. */
const MIDDLE = 17;

interface StepLine extends Line {
  readonly by: 'reference' | 'flow';
}

/**
 * The lines beside the list that show which step takes a response of which. They say nothing that the rows do not say in
 * words, so screen readers pass them over.
 */
export class StepLines {
  readonly element = document.createElementNS(SVG, 'svg');
  private lines: readonly StepLine[] = [];
  private lanes: readonly number[] = [];
  private current = -1;

  constructor(private readonly rows: () => readonly HTMLElement[]) {
    this.element.setAttribute('class', 'lines');
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** Shows the lines of these steps. */
  update(rows: readonly StepRow[]): void {
    const positions = new Map(rows.map(({ stepId }, index) => [stepId, index]));
    this.lines = rows.flatMap(({ takes }, to) =>
      takes.flatMap(({ stepId, by }) => {
        const from = positions.get(stepId);
        return from === undefined ? [] : [{ from, to, by }];
      }),
    );
    this.lanes = assignLanes(this.lines);
    this.draw();
  }

  /** Brings out the lines of one row. */
  setCurrent(index: number): void {
    this.current = index;
    for (const [at, line] of this.lines.entries()) {
      this.element.children[at]?.classList.toggle('current', line.from === index || line.to === index);
    }
  }

  /** Draws again, after rows have got another height. */
  draw(): void {
    const width = this.lines.length === 0 ? 0 : (Math.max(...this.lanes) + 1) * LANE + ARROW + 3;
    const rows = this.rows();
    const last = rows.at(-1);
    this.element.setAttribute('width', String(width));
    this.element.setAttribute('height', String(last === undefined ? 0 : last.offsetTop + last.offsetHeight));
    this.element.replaceChildren(
      ...this.lines.map((line, index) => this.line(line, this.lanes[index] ?? 0, width, rows)),
    );
    this.setCurrent(this.current);
  }

  private line({ from, to, by }: StepLine, lane: number, width: number, rows: readonly HTMLElement[]): SVGElement {
    const x = width - ARROW - 2 - lane * LANE - LANE / 2;
    const [start, end] = [(rows[from]?.offsetTop ?? 0) + MIDDLE + GAP, (rows[to]?.offsetTop ?? 0) + MIDDLE - GAP];
    const turn = 4;
    const group = document.createElementNS(SVG, 'g');
    group.setAttribute('class', `line line-${by}`);
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute(
      'd',
      `M${width} ${start} H${x + turn} Q${x} ${start} ${x} ${start + turn} V${end - turn} Q${x} ${end} ${x + turn} ${end} H${width - ARROW}`,
    );
    const head = document.createElementNS(SVG, 'path');
    head.setAttribute('class', 'head');
    head.setAttribute('d', `M${width} ${end} l-${ARROW} -${ARROW / 2} v${ARROW} z`);
    group.append(path, head);
    return group;
  }
}
