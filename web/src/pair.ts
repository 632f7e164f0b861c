// A melody and the place where it was found, played one or the other: to switch is to go on at the
// same moment of the warping path.

import { type Answer, across, type Hit } from "./answers";
import { Player } from "./player";
import type { Source } from "./source";
import type { SoundData } from "./types";

export type Side = "melody" | "recording";

export class Pair {
  side: Side = "recording";
  private readonly players: Record<Side, Player>;

  constructor(
    private readonly hit: Hit,
    answer: Answer,
    sound: SoundData,
    sources: Record<Side, Pick<Source, "part">>,
    changed: () => void,
  ) {
    const player = (sound: Answer["sound"], source: Pick<Source, "part">, times: number[]) => {
      const made = new Player({ sound, voices: [] }, source, changed);
      made.setLoop([times[0], Math.max(times[0] + 0.2, times[times.length - 1])]);
      made.seek(times[0]);
      return made;
    };
    this.players = {
      melody: player(answer.sound, sources.melody, hit.queryTimes),
      recording: player(sound, sources.recording, hit.recordingTimes),
    };
  }

  get playing(): boolean {
    return this.players[this.side].playing;
  }

  // The second of the recording that is heard, or that is like what is heard.
  get position(): number {
    const { position } = this.players[this.side];
    const { queryTimes, recordingTimes } = this.hit;
    return this.side === "recording" ? position : across(queryTimes, recordingTimes, position);
  }

  seek(recordingSeconds: number): void {
    const { queryTimes, recordingTimes } = this.hit;
    const inside = Math.min(Math.max(recordingSeconds, recordingTimes[0]), recordingTimes[recordingTimes.length - 1]);
    this.players.recording.seek(inside);
    this.players.melody.seek(across(recordingTimes, queryTimes, inside));
  }

  async play(side: Side): Promise<void> {
    if (side !== this.side) {
      const here = this.position;
      this.pause();
      this.side = side;
      this.seek(here);
    }
    await this.players[side].play();
  }

  pause(): void {
    for (const player of Object.values(this.players)) player.pause();
  }

  close(): void {
    for (const player of Object.values(this.players)) player.close();
  }
}
