// One WebSocket that comes back by itself. What travels on it is no business of this file.
import { backoffMs } from './backoff';

export interface LineEvents {
  opened(): void;
  closed(): void;
  heard(data: string | ArrayBuffer): void;
}

export class Line {
  private socket: WebSocket | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly path: string,
    private readonly events: LineEvents,
  ) {}

  open(): void {
    const secure = location.protocol === 'https:';
    const socket = new WebSocket(`${secure ? 'wss' : 'ws'}://${location.host}${this.path}`);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.events.opened();
    };
    socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => this.events.heard(message.data);
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.events.closed();
      this.timer = setTimeout(() => this.open(), backoffMs(this.failures, Math.random()));
      this.failures += 1;
    };
  }

  /** False when there is no line to send on. */
  send(data: string): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data);
    return true;
  }

  /** Gives up a line that fell silent, and tries anew at once. */
  retry(): void {
    const old = this.socket;
    this.socket = null;
    clearTimeout(this.timer);
    old?.close();
    this.events.closed();
    this.open();
  }
}
