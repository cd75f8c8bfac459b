package fr.vigie.registry.resolution;

/** Merchants passed over since the last chunk, by cause. Not for several threads. */
final class LeftOutCount {
    int outsideTerritory;
    int noUsableNumber;
    int positionTooVague;
    int tooLate;
}
