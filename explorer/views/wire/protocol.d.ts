// Made from protocol.py and records.py by `python -m explorer.views.wire.typedefs`: do not edit.

// A Panel component as its script sees it. `Heard` are the server's messages, `Said` the script's.
export interface Model<Heard, Said> {
  dark: boolean;
  document: any;
  send_msg(message: Said): void;
  on(event: "msg:custom", act: (message: Heard) => void): void;
  on(event: "dark" | "remove" | "controls" | "content", act: () => void): void;
  [parameter: string]: any;
}

export interface Rack {id: string; label: string; pitch: string; pitch_mm: number; height_u: number}
export interface Design {id: string; label: string; height_u: number; kind: string}
export interface Rear {connectors: [number, number][]; power: string; clip: boolean; inlets: number; coolant_l_per_min: number}
export interface Tray {id: string; label: string; height_u: number; kind: string; locked: boolean; rear: Rear | null}
export interface Group {id: string; label: string}
export interface Part {id: string; label: string; kind: string; short: string; width_mm: number; depth_mm: number; die: [number, number] | null; host: string; on_package: boolean; modules: number; locked: boolean}
export interface Look {mark: string; outline: string; outline_px: number}
export interface PartKind {id: string; label: string; kind: string; short: string; width_mm: number; depth_mm: number; die: [number, number] | null; host: string; on_package: boolean; modules: number; locked: boolean; name: string; look: Look}
export interface Tile {name: string; label: string; unit: string; value: number | null; low: number | null; high: number | null; opened: number | null; ratio: boolean; better: number}
export interface WhyRow {label: string; value: number | null; share: number | null; ids: string[]; tray: string; how: string; kind: string; source: string}
export interface WhyTable {title: string; sort: string; unit: string; rows: WhyRow[]}
export interface Finding {severity: string; element: string; name: string; message: string; value: number | null; limit: number | null; more: number; mended: boolean}
export interface Way {kind: string; label: string; changes: string[]; obstacle: string}
export interface Field {name: string; label: string; unit: string; sort: string; value: any; mixed: boolean; default: any; returns: boolean; options: [string, string][]; low: number | null; high: number | null; empty: string; whole: boolean; doc: string; held?: string}
export interface Fields {title: string; ids: string[]; fields: Field[]}
export interface Offered {act: string; label: string; doc: string; icon: string; grave: boolean; obstacle: string}
export interface Source {field: string; label: string; unit: string; range: [number | null, number | null, number | null]; kind: string; source: string; override: string}
export interface Technology {key: string; name: string; rows: Source[]}
export interface Kept {opened: string; text: string; key: string; title: string}
export interface Picture {racks: any[]; board: any}
export interface CardFigures {totals: [number | null, string][]; trays: number}
export interface Stop {key: string; title: string; words: string}
export interface InFile {name: string; title: string; adds: string; problem: string; fixable: boolean; fixes: [string, string, string][]; counts: [string, number][]; notices: any[]; more: number}
export interface Node {name: string; w: number | null; column: number; family: string}
export interface Ready {type: "ready"}
export interface Heard {type: "heard"}
export interface Ack {type: "ack"; seq: number}
export interface Close {type: "close"}
export interface Closed {type: "closed"}
export interface Problem {type: "problem"; text: string}
export interface Select {type: "select"; id: string}
export interface Open {type: "open"; key: string; kept: any}
export interface Upload {type: "upload"; name: string; text: string}
export interface Keys {type: "keys"; keys: string[]}
export interface Selected {type: "selected"; ids: string[]}
export interface Dropped {type: "dropped"; reason: string; seq: number}
export interface SelectAll {type: "select"; ids: string[]}
export interface Drag {type: "drag"; places: Record<string, Record<string, any>>; add?: string; seq: number}
export interface Drop {type: "drop"; places: Record<string, Record<string, any>>; add?: string; seq: number}
export interface Cancel {type: "cancel"; seq: number}
export interface Act {type: "act"; keys: string; ids: string[]; seq: number}
export interface Add {type: "add"; add: string; seq: number}
export interface ElevationScene {type: "scene"; face: string; racks: Rack[]; trays: Tray[]; designs: Design[]; fresh: string; groups: Group[]; cables: [number, number, number][]; margin: [string, string]}
export interface ElevationFrame {type: "frame"; live: boolean; tray: string; metric: string; scale: [string, string, string]; u: number[]; rack: string[]; values: (number | null)[]; link: string; margins: (number | null)[]}
export interface LinkChosen {type: "link"; id: string}
export interface NoScene {type: "scene"; tray: ""; parts: Part[]}
export interface PlanScene {type: "scene"; tray: string; label: string; design: string; others: number; width_mm: number; depth_mm: number; air: boolean; air_name: string; colors: string[]; figures: [string, string][]; parts: Part[]; places: [number, number][]; kinds: PartKind[]; selected: string[]; fresh: string}
export interface PlanFrame {type: "frame"; live: boolean; seq: number; solution: string; error_k: number | null; quantity: string; unit: string; finest: number; reversed: boolean; hint: string; range: number[] | null; fixed: boolean; isolines: boolean; air_c: number | null; hottest: string; moment: string; lost: string; wrong: Record<string, string>; ny: number; nx: number; low: number; step: number; data: any}
export interface Crosstalk {type: "crosstalk"; sources: string[]; data: any}
export interface Limits {type: "limits"; low: number | null; high: number | null}
export interface Isolines {type: "isolines"; on: boolean}
export interface Totals {type: "totals"; live: boolean; tiles: Tile[]}
export interface WhyAnswer {type: "why"; name: string; label: string; value: number | null; unit: string; said: string; tables: WhyTable[]}
export interface Why {type: "why"; name: string}
export interface SelectRow {type: "select"; ids: string[]; tray: string}
export interface Findings {type: "findings"; rows: Finding[]; open: string; ways: Way[] | null}
export interface Fixes {type: "fixes"; id: string}
export interface Apply {type: "apply"; index: number}
export interface Mend {type: "mend"}
export interface Form {type: "form"; title: string; kind: string; groups: Fields[]; figures: [string, number | null, string][]; acts: Offered[]; technology: Technology | null}
export interface Refused {type: "refused"; group: number; field: string; reason: string; held: boolean}
export interface Set {type: "set"; ids: string[]; group: number; field: string; value: any}
export interface ActOn {type: "act"; act: string; ids: string[]}
export interface Release {type: "release"; ids: string[]; field: string}
export interface Override {type: "override"; technology: string; field: string; value: number | null; source: string}
export interface Catalog {type: "catalog"; id: string}
export interface BarReady {type: "ready"; kept: Kept | null; link: string; view: string; start: boolean}
export interface BarState {type: "state"; layouts: [string, string][]; key: string; opening: string; title: string; is_changed: boolean; can_undo: boolean; can_redo: boolean; undo_label: string; redo_label: string; steps: string[]; at: number}
export interface Keep {type: "keep"; opened: string | null; text: string | null; key: string; title: string; times: number}
export interface Notice {type: "notice"; text: string; calm?: boolean}
export interface Busy {type: "busy"; title: string}
export interface Stay {type: "stay"; key: string}
export interface LinkOut {type: "link_out"; query: string; fragment: string; note: string}
export interface FileOut {type: "file_out"; name: string; text: string}
export interface Commands {type: "commands"; commands: [string, string, string, string][]}
export interface Keyboard {type: "keyboard"; groups: [string, [string, string][]][]}
export interface Offer {type: "offer"; rows: any[]; against: string}
export interface Making {type: "making"; key: string; words: string}
export interface Made {type: "made"; key: string; name: string; media: string; bytes: number}
export interface Unmade {type: "unmade"; key: string; text: string}
export interface Piece {type: "piece"; key: string; at: number; data: string}
export interface Shared {type: "shared"; message: Offer | Making | Made | Unmade | Piece}
export interface Link {type: "link"; link: string; view: string}
export interface GoOn {type: "go_on"; kept: Kept}
export interface Ask {type: "copy_link" | "start" | "tour" | "download" | "share_offer" | "undo" | "redo" | "commands" | "keys" | "reset" | "alive"}
export interface Alive {type: "alive"}
export interface ShareKey {type: "share_make" | "share_stop"; key: string}
export interface SharePiece {type: "share_piece"; key: string; at: number}
export interface Run {type: "run"; key: string}
export interface OfStep {type: "jump" | "pin"; index: number}
export interface Theme {type: "theme"; dark: boolean}
export interface StartCard {type?: "card"; key: string; title: string; picture?: Picture; figures?: CardFigures; problem?: string}
export interface StartOpen {type: "open"; cards: StartCard[]; title: string}
export interface Blank {type: "blank"}
export interface Refuse {type: "refuse"; text: string}
export interface Begin {type: "begin"; asked: boolean; stops: Stop[]}
export interface Done {type: "done"; key: string}
export interface AtStop {type: "at"; key: string}
export interface Waiting {type: "waiting"; title: string; picture: Picture; line: string}
export interface Show {type: "show"; files: InFile[]; needs: string; makes: string; ready: boolean; mounts: boolean}
export interface InText {type: "file"; name: string; text: string}
export interface Remove {type: "remove"; file: string}
export interface Fix {type: "fix"; file: string; field: string; value: string; source: string}
export interface Unfix {type: "unfix"; file: string; field: string}
export interface Mount {type: "add"; mount: boolean}
export interface Flow {type: "flow"; nodes: Node[]; streams: [number, number, number | null][]; rack: [number | null, number | null, number | null]; rack_unit: string; figure: [string, string]}
export interface SidesOpen {type: "open"; a_label: string; zoom: number}
export interface AskSides {type: "open" | "swap"}
export interface Sized {type: "sized"; w: number; h: number; docked: boolean}
export interface Placed {type: "placed"; name: string}
export interface Key {type: "key"; key: string}

export type ToElevationView = Ack | Keys | Selected | Dropped | ElevationScene | ElevationFrame;
export type FromElevationView = Ready | SelectAll | Drag | Drop | Cancel | Act | Add | LinkChosen;
export type ElevationViewModel = Model<ToElevationView, FromElevationView>;

export type ToPlanView = Ack | Keys | Selected | Dropped | NoScene | PlanScene | PlanFrame | Crosstalk;
export type FromPlanView = Ready | SelectAll | Drag | Drop | Cancel | Act | Add | Limits | Isolines;
export type PlanViewModel = Model<ToPlanView, FromPlanView>;

export type ToTotalsView = Ack | Totals | WhyAnswer;
export type FromTotalsView = Ready | Why | Closed | SelectRow;
export type TotalsViewModel = Model<ToTotalsView, FromTotalsView>;

export type ToFindingsView = Ack | Findings;
export type FromFindingsView = Ready | Select | Fixes | Apply | Mend;
export type FindingsViewModel = Model<ToFindingsView, FromFindingsView>;

export type ToInspectorView = Ack | Form | Refused;
export type FromInspectorView = Ready | Set | Release | ActOn | Override | Catalog;
export type InspectorViewModel = Model<ToInspectorView, FromInspectorView>;

export type ToBar = Ack | BarState | Keep | Notice | Busy | Stay | LinkOut | FileOut | Commands | Keyboard | Shared | Alive;
export type FromBar = BarReady | Open | GoOn | Upload | Link | Ask | ShareKey | SharePiece | Run | OfStep | Theme;
export type BarModel = Model<ToBar, FromBar>;

export type ToStartView = Ack | Heard | StartOpen | StartCard | Problem | Close;
export type FromStartView = Ready | Closed | Open | Blank | Upload | Refuse;
export type StartViewModel = Model<ToStartView, FromStartView>;

export type ToWaitingView = Ack | Waiting;
export type FromWaitingView = Ready;
export type WaitingViewModel = Model<ToWaitingView, FromWaitingView>;

export type ToTourView = Ack | Heard | Begin | Done;
export type FromTourView = Ready | AtStop;
export type TourViewModel = Model<ToTourView, FromTourView>;

export type ToBringInView = Ack | Heard | Show | Problem | Close;
export type FromBringInView = Ready | InText | Remove | Fix | Unfix | Mount | Closed;
export type BringInViewModel = Model<ToBringInView, FromBringInView>;

export type ToSankeyView = Ack | Flow;
export type FromSankeyView = Ready;
export type SankeyViewModel = Model<ToSankeyView, FromSankeyView>;

export type ToSideBySideView = Ack | SidesOpen | Close;
export type FromSideBySideView = Ready | Closed | AskSides | Sized | Placed | Key;
export type SideBySideViewModel = Model<ToSideBySideView, FromSideBySideView>;
