package fr.vigie.service;
// interim
public record Territory(boolean national, java.util.Set<String> departements) {
    public Territory {
        departements = java.util.Set.copyOf(departements);
    }

    public static Territory all() {
        return new Territory(true, java.util.Set.of());
    }

    public static Territory of(java.util.Collection<String> codes) {
        return new Territory(false, java.util.Set.copyOf(codes));
    }

    public boolean covers(String departement) {
        return national || departements.contains(departement);
    }
}
