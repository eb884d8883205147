import { zipSync } from "fflate";
import { elementsAt, mutateElements, mutateFrame } from "./elements.mjs";
import { mutateFile } from "./files.mjs";
import { ascii, mutateOctets } from "./octets.mjs";
import {
  Broken,
  expectNoSecret,
  expectPrintable,
  expectSame,
  expectSaneFaults,
  textOf,
} from "./oracles.mjs";
import { mutatePacketInput, packetOf } from "./packets.mjs";
import { createPipeline } from "./pipeline.mjs";
import { mutateText } from "./texts.mjs";
import { readThreeWays } from "./three-ways.mjs";

/**
 * What is fuzzed, by name: `seeds` to begin with, `mutate(input, random, other)`, and `run(input)`, which
 * throws on a defect and tells what is new about an input by a text: its shape.
 */
export function createTargets(library, seeds) {
  return {
    frame: frameTarget(library, seeds),
    elements: elementsTarget(library, seeds),
    packet: packetTarget(library, seeds),
    wire: wireTarget(library, seeds),
    capture: captureTarget(library, seeds),
    log: logTarget(library, seeds),
    keys: keysTarget(library, seeds),
    compressed: compressedTarget(library, seeds),
    zip: zipTarget(library),
    pipeline: createPipeline(library, seeds),
  };
}

function setOf(list, name) {
  return [...new Set(list.map(name))].sort().join();
}

function shapeOf(faults) {
  return setOf(faults, ({ kind, where, text }) => `${kind}:${where}:${text?.replace(/\d+/g, "")}`);
}

function frameTarget({ decodeFrame, decodeKeyData, readProtection, describeFrame }, { frames }) {
  return {
    seeds: frames,
    mutate: mutateFrame,
    run(input) {
      const decoded = decodeFrame(input, { limitedBy: "frame" });
      const { header, frame, faults } = decoded;
      expectSaneFaults(faults, input.length, "frame");
      if (header !== undefined) readProtection(input, header);
      if (frame.kind === "eapol-key" && frame.keyData !== undefined)
        decodeKeyData(frame.keyData, {});
      const elements = frame.elements ?? [];
      // In words only now and then, and always for the same ones: that takes longest.
      if (input.length % 8 === 0) {
        const air = { input: 0, frame: 1, interfaceId: 0, time: 0n, timeDigits: 6, octets: input };
        const words = describeFrame({ ...air, cut: false, fcs: "absent", radio: {}, decoded });
        expectPrintable(textOf(words), "a frame in words");
      }
      return `${frame.kind} ${shapeOf(faults)} ${setOf(elements, ({ kind, faults: own }) => kind + Math.min(own.length, 2))}`;
    },
  };
}

function elementsTarget({ decodeElements, decodeKeyData, neighborOf }, { frames }) {
  const lists = frames.flatMap((frame) => {
    const at = elementsAt(frame);
    return at === undefined || at >= frame.length ? [] : [frame.subarray(at)];
  });
  return {
    seeds: lists,
    mutate: mutateElements,
    run(input) {
      const { elements, fault } = decodeElements(input, { base: 0, limitedBy: "frame" });
      const faults = elements.flatMap((element) => element.faults);
      expectSaneFaults(faults, input.length, "elements");
      const octets = elements.reduce((sum, element) => sum + element.octets.length, 0);
      if (octets !== input.length)
        throw new Broken("octets are in no element", `${octets} of ${input.length}`);
      for (const element of elements) if (element.kind === "neighbor-report") neighborOf(element);
      const { kdes } = decodeKeyData(input, {});
      return `${fault?.where} ${setOf(elements, ({ kind }) => kind)} ${shapeOf(faults)} ${setOf(kdes, ({ kind }) => kind)}`;
    },
  };
}

function packetTarget({ createReceiver, decodeRadiotap }, { packets }) {
  return {
    seeds: packets,
    mutate: mutatePacketInput,
    run(input) {
      const packet = packetOf(input);
      const receiver = createReceiver({ decodeAs: [{ encapsulation: "peekremote", port: 5000 }] });
      // Twice: a receiver learns from what came before.
      receiver.receive(packet);
      const received = receiver.receive(packet);
      // What is put together from fragments is longer than one packet.
      expectSaneFaults(received.faults, 70_000, "packet");
      if (packet.linkType === 127) decodeRadiotap(packet.octets);
      if ("notWifi" in received) expectPrintable(received.notWifi, "what a packet is");
      return `${packet.linkType} ${received.notWifi?.replace(/\d+/g, "")} ${Object.keys(received.radio ?? {})} ${received.fcs} ${shapeOf(received.faults)}`;
    },
  };
}

function wireTarget({ createWireTap, decodeWirePacket }, { wire }) {
  return {
    seeds: wire,
    mutate: mutatePacketInput,
    run(input) {
      const packet = { ...packetOf(input), frame: 1, time: 5n, timeDigits: 6 };
      const passage = decodeWirePacket(0, packet);
      const tap = createWireTap(new Set([0]));
      tap.take(0, packet);
      tap.story()?.covers(0n, 9n);
      const { message, faults = [] } = passage?.frame ?? {};
      return `${packet.linkType} ${message?.kind} ${shapeOf(faults)}`;
    },
  };
}

function captureTarget(library, { files }) {
  return {
    seeds: files,
    mutate: mutateFile,
    run(input) {
      const { records, summary } = readThreeWays(library, input);
      expectSaneFaults(summary.faults, input.length, "capture");
      expectPrintable(textOf(summary.recorders ?? []), "the recorders of a capture");
      return `${summary.format} ${Math.min(records.length, 9)} ${shapeOf(summary.faults)} ${[...summary.skippedBlocks.keys()].length}`;
    },
  };
}

function logTarget(library, { logs }) {
  const {
    createLogCollector,
    analyzeLogs,
    readNetworkConfig,
    logTextReport,
    drawText,
    jsonReport,
  } = library;
  return {
    seeds: logs,
    mutate: mutateText,
    run(input) {
      const collector = createLogCollector("a.log");
      collector.push(input);
      const log = collector.end();
      const pieces = createLogCollector("a.log");
      for (let at = 0; at < input.length; at += 61) pieces.push(input.subarray(at, at + 61));
      expectSame(log, pieces.end(), "a log read in pieces");
      readNetworkConfig([{ log: 0, sections: log.sections }]);
      const analysis = analyzeLogs([log]);
      expectPrintable(jsonReport(analysis), "json of a log");
      expectPrintable(
        drawText(logTextReport(analysis, { verbose: true }), { columns: 80, color: false }),
        "text of a log",
      );
      return `${log.summary.dialects.map(({ dialect }) => dialect).join()} ${[...new Set(log.events.map(({ kind }) => kind))].sort().join()} ${log.sections.map(({ kind }) => kind).join()}`;
    },
  };
}

function keysTarget({ parseKeyFile, parseKeySpec }, { keys }) {
  const secrets = ["correct horse battery", "00112233445566778899aabbccddeeff0011"];
  return {
    seeds: keys,
    mutate: mutateText,
    run(input) {
      const file = parseKeyFile(input, "keys.txt");
      const errors = file.errors.map(({ text }) => text).join("\n");
      expectPrintable(errors, "an error of a key file");
      expectNoSecret(errors, secrets, "an error of a key file");
      expectNoSecret(textOf(file.keys), secrets, "a key");
      const spec = parseKeySpec(Buffer.from(input.subarray(0, 200)).toString("utf8"), "--key");
      if ("error" in spec) expectPrintable(spec.error, "an error of a key");
      return `${file.dialect} ${file.errors.map(({ text }) => text.replace(/\d+/g, "")).join()}`;
    },
  };
}

/** Inflated octets that a mutated file of a few kB is worth waiting for. */
const mostInflated = 4_000_000;

function compressedTarget({ decompressed }, { compressed }) {
  return {
    seeds: compressed,
    mutate: mutateOctets,
    async run(input) {
      const faults = [];
      let compression;
      async function* chunks() {
        for (let at = 0; at < input.length; at += 1000) yield input.subarray(at, at + 1000);
      }
      let length = 0;
      const notes = {
        compression: (found) => {
          compression = found;
        },
        fault: (fault) => faults.push(fault),
      };
      for await (const octets of decompressed(chunks(), notes)) {
        length += octets.length;
        if (length > mostInflated) break;
      }
      return `${compression} ${length >> 10} ${shapeOf(faults)}`;
    },
  };
}

function zipTarget({ checkCaseZip, inputHashes, writeCaseZip, hashEntry }) {
  const entries = ["report.txt", "analysis.json", "extract.pcapng"].map((name) => ({
    name,
    octets: ascii(`${name} `.repeat(9)),
  }));
  const manifest = JSON.stringify({
    entries: entries.map(hashEntry),
    inputs: [{ path: "a.pcap", sha256: "0".repeat(64) }],
    logs: [],
  });
  const whole = [...entries, { name: "manifest.json", octets: ascii(manifest) }];
  const swaps = ["null", "1", '"x"', "[]", "{}", "[null]", "[{}]", '{"__proto__":1}'];
  return {
    seeds: [writeCaseZip(whole)],
    mutate(input, random, other) {
      if (random.once(2)) return mutateOctets(input, random, other);
      // A whole zip with a manifest that says something else.
      const swapped = manifest.replace(/\[\]|"[^"]*"|\d+|\{"path".*?\}/g, (value) =>
        random.once(12) ? random.pick(swaps) : value,
      );
      const names = random.once(4) ? ["../x", "constructor", "a\u001bb", "manifest.json"] : [];
      return zipSync({
        "report.txt": ascii("x"),
        ...Object.fromEntries(names.map((name) => [name, ascii("y")])),
        "manifest.json": mutateText(ascii(swapped), random, ascii(manifest)),
      });
    },
    run(input) {
      let checked;
      try {
        checked = checkCaseZip(input);
      } catch (error) {
        // What fflate cannot read is told by an error that the command turns into one line.
        return `no zip ${error.code}`;
      }
      inputHashes(checked.entries);
      return checked.mismatches.map((text) => text.replace(/\d+/g, "").slice(-20)).join();
    },
  };
}
