# Run for `annotator: vep` and `annotator: snpeff` alone, on each VCF of a case by its number; see
# config/README.md. Dates and command
# lines are taken out of the header, so that the same input gives the same bytes.


rule vep:
    input:
        vcf=get_case_vcf,
        data=get_vep_data,
    output:
        vcf="{out}/{case}/annotators/vep.{number}.vcf",
    log:
        "{out}/{case}/log/vep.{number}.log",
    conda:
        "../envs/vep.yaml"
    params:
        build=get_build,
        options=get_vep_options,
    shell:
        "(vep --offline --cache --dir_cache {input.data[0]:q} --assembly {params.build} "
        "--format vcf --input_file {input.vcf:q} --vcf --output_file {output.vcf:q}.part "
        "--force_overwrite --no_stats --no_progress --dont_skip --allow_non_variant "
        "--symbol --biotype --numbers --canonical --mane --protein --total_length "
        "{params.options:q} && "
        "sed -e '\\|^##VEP=|s| time=\"[^\"]*\"||' -e '\\|^##VEP-command-line=|d' "
        "{output.vcf:q}.part > {output.vcf:q} && rm {output.vcf:q}.part) > {log:q} 2>&1"


rule snpeff:
    input:
        vcf=get_case_vcf,
        data=get_snpeff_data,
    output:
        vcf="{out}/{case}/annotators/snpeff.{number}.vcf",
    log:
        "{out}/{case}/log/snpeff.{number}.log",
    conda:
        "../envs/snpeff.yaml"
    params:
        data=get_snpeff_folder,
        genome=get_snpeff_genome,
        options=get_snpeff_options,
    shell:
        "(snpEff ann -noStats -nodownload -dataDir {params.data:q} {params.options:q} "
        "{params.genome:q} {input.vcf:q} > {output.vcf:q}.part && "
        "sed -e '\\|^##SnpEffCmd=|d' {output.vcf:q}.part > {output.vcf:q} && "
        "rm {output.vcf:q}.part) 2> {log:q}"
