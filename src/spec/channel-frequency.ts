/**
 * Centre frequency in MHz of a channel number that comes without its band. Headers that give no
 * frequency are older than the 6 GHz band: up to 14 it is 2.4 GHz, above it 5 GHz.
 */
export function channelFrequency(channel: number): number | undefined {
  if (channel === 14) return 2484;
  if (channel >= 1 && channel < 14) return 2407 + 5 * channel;
  return channel >= 32 && channel <= 177 ? 5000 + 5 * channel : undefined;
}
