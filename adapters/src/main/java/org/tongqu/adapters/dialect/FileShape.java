package org.tongqu.adapters.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the files of a family look (文件格式), in the charset of the dialect. A line, or an element, is a message: an object of its columns.
 * Immutable.
 *
 * @param form in which they are written
 * @param separator between the fields of a line of CSV
 * @param hasHeader whether the first line of CSV names the columns: then they may stand in any order
 * @param lineEnd of what we write
 * @param isMarked whether what we write in UTF-8 begins with a mark of the order of octets, as some programs want it
 * @param isZipped whether files are zips with a manifest
 * @param mostOctets of a file, unpacked
 * @param kinds of files
 */
public record FileShape(
        Form form,
        char separator,
        boolean hasHeader,
        String lineEnd,
        boolean isMarked,
        boolean isZipped,
        long mostOctets,
        List<Kind> kinds) {
    /** 64 MiB. */
    public static final long DEFAULT_MOST_OCTETS = 64L << 20;

    /** Stands for the day on which the record was accepted, as {@code 20260302}, in names of what we write. */
    public static final String DATE = "{date}";

    /** Stands for the record's number within its case, in ten digits: by name the files of a case are in its order. */
    public static final String SEQUENCE = "{sequence}";

    /** Stands for the delivery, as 32 hexadecimal digits: every attempt of one writes the same name. */
    public static final String DELIVERY = "{delivery}";

    /** Copies the list. */
    public FileShape {
        kinds = List.copyOf(kinds);
    }

    /** Of which kind a file of this name is; empty if it is of none. */
    public Optional<Kind> named(String name) {
        return kinds.stream().filter(kind -> kind.isNamed(name)).findFirst();
    }

    /** The kind of files in which messages of this call stand. */
    public Optional<Kind> of(String call) {
        return kinds.stream().filter(kind -> kind.call().equals(call)).findFirst();
    }

    /** In what a file is written. */
    public enum Form {
        /** Comma-separated values (RFC 4180). */
        CSV,
        /** Columns of fixed widths, in octets of the charset, filled with spaces. */
        FIXED_WIDTH,
        /** Elements of one name below a root. */
        XML,
        /** An object of JSON on each line. */
        JSON_LINES
    }

    /**
     * The files of one call.
     *
     * @param call whose messages stand in them
     * @param names what they are called when they come, {@code *} for anything
     * @param toldAs what they are called when we write them, with {@link #SEQUENCE} and {@link #DELIVERY}, perhaps with {@link #DATE}
     * @param subject the column that says what a line is about; empty if none does
     * @param columns in their order; empty of XML and JSON
     * @param root the element around all others, of XML
     * @param element that is a message, of XML
     */
    public record Kind(
            String call,
            String names,
            String toldAs,
            String subject,
            List<Column> columns,
            String root,
            String element) {
        /** Copies the list. */
        public Kind {
            columns = List.copyOf(columns);
        }

        /** Whether a file of this name is one of them. */
        boolean isNamed(String name) {
            return fits(names, name);
        }

        /** What the file of a delivery is called. */
        public String toldAs(String date, long sequence, String delivery) {
            return toldAs.replace(DATE, date)
                    .replace(SEQUENCE, String.format(Locale.ROOT, "%010d", sequence))
                    .replace(DELIVERY, delivery);
        }

        /** In one pass for each part between the stars, whatever the name is. */
        private static boolean fits(String pattern, String name) {
            String[] parts = pattern.split("\\*", -1);
            if (parts.length == 1) {
                return pattern.equals(name);
            }
            String last = parts[parts.length - 1];
            if (!name.startsWith(parts[0]) || !name.endsWith(last)) {
                return false;
            }
            int from = parts[0].length();
            for (int i = 1; i < parts.length - 1; i++) {
                int found = name.indexOf(parts[i], from);
                if (found < 0) {
                    return false;
                }
                from = found + parts[i].length();
            }
            return from <= name.length() - last.length();
        }
    }

    /**
     * A column.
     *
     * @param name of it
     * @param width in octets; 0 unless widths are fixed
     */
    public record Column(String name, int width) {}
}
