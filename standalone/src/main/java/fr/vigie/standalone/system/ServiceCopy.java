package fr.vigie.standalone.system;

import java.util.Arrays;
import java.util.Optional;

/**
 * One running copy of a service.
 *
 * @param number from 1
 */
public record ServiceCopy(Service service, int number) {
    public ServiceCopy {
        if (number < 1) {
            throw new IllegalArgumentException("no copy has the number " + number);
        }
    }

    /** Name of its process, its log and its configuration: {@code dispatch-sms}, {@code dispatch-sms-2}. */
    public String id() {
        return number == 1 ? service.id() : service.id() + "-" + number;
    }

    /** The copy whose process has this name; empty where the process is no service. */
    public static Optional<ServiceCopy> named(String process) {
        return Arrays.stream(Service.values())
                .filter(service -> process.matches(service.id() + "(-[1-9][0-9]?)?"))
                .map(service -> process.equals(service.id())
                        ? new ServiceCopy(service, 1)
                        : new ServiceCopy(
                                service,
                                Integer.parseInt(process.substring(service.id().length() + 1))))
                .findFirst();
    }
}
