package fr.vigie.bus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.util.Native;
import org.jboss.logging.Logger;

/**
 * LZ4 as native code where that can be loaded, else in Java. Kafka's client takes the native form where it is loaded, but
 * does not load it from the class loader of a service by itself.
 */
public final class Lz4 {
    private static final Logger LOG = Logger.getLogger(Lz4.class);
    private static final LZ4Factory FACTORY = factory();

    private Lz4() {}

    private static LZ4Factory factory() {
        try {
            Native.load();
        } catch (RuntimeException | LinkageError e) { // no folder from which code may be loaded, or a foreign machine
            LOG.debug("LZ4 in Java", e);
        }
        return LZ4Factory.fastestInstance();
    }

    /** Has Kafka's client find it. To be called before its first batch. */
    static void load() {
        LOG.debugf("LZ4 %s", FACTORY);
    }

    /** One block: the length of what is in it, four bytes, and then LZ4's own. */
    public static byte[] pack(byte[] bytes) {
        LZ4Compressor compressor = FACTORY.fastCompressor();
        byte[] room = new byte[Integer.BYTES + compressor.maxCompressedLength(bytes.length)];
        int size = compressor.compress(bytes, 0, bytes.length, room, Integer.BYTES);
        ByteBuffer.wrap(room).putInt(bytes.length);
        return Arrays.copyOf(room, Integer.BYTES + size);
    }

    /**
     * What is in a block.
     *
     * @throws RuntimeException where it is none
     */
    public static byte[] unpack(byte[] block) {
        byte[] bytes = new byte[ByteBuffer.wrap(block).getInt()];
        int size = FACTORY.safeDecompressor()
                .decompress(block, Integer.BYTES, block.length - Integer.BYTES, bytes, 0, bytes.length);
        if (size != bytes.length) {
            throw new IllegalStateException("a block of " + bytes.length + " bytes holds " + size);
        }
        return bytes;
    }
}
