package fr.vigie.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the largest body of a resource method, where it is not {@code vigie.http.max-body-size} (256 KB). A larger one is
 * answered with 413, whether its length was declared or only found out while reading.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyLimit {
    /** In bytes; more than {@code quarkus.http.limits.max-body-size} has no effect. */
    long value();
}
