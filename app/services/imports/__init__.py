"""导入: files of other systems, row by row under the law; what cannot be taken says why."""
