package fr.vigie.standalone.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Vigie.class.getPackage().getImplementationVersion();
        return new String[] {"vigie " + (version == null ? "(not packaged)" : version)};
    }
}
