package fr.vigie.registry.resolution;

import java.util.BitSet;

/** Positions of a chunk that a dispatcher has spoken of, as PostgreSQL's {@code bit(512)}: position 0 stands first. */
final class SeenBits {
    private SeenBits() {}

    /** Nothing seen; the places beyond the chunk's size count as seen, so that a full chunk is all ones. */
    static String noneOf(int size) {
        return "0".repeat(size) + "1".repeat(Chunk.LARGEST - size);
    }

    static String text(BitSet positions) {
        char[] bits = new char[Chunk.LARGEST];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = positions.get(i) ? '1' : '0';
        }
        return new String(bits);
    }

    static BitSet parse(String bits) {
        BitSet positions = new BitSet(Chunk.LARGEST);
        for (int i = 0; i < bits.length(); i++) {
            positions.set(i, bits.charAt(i) == '1');
        }
        return positions;
    }
}
